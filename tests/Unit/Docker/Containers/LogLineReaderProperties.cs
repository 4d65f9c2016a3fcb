using System.Text;
using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class LogLineReaderProperties
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char["ab é漢\r\t\0"].Array[0, 30].Select(chars => new string(chars)),
        Gen.Int[16_300, 16_500].Select(length => new string('x', length)),
        Gen.Int[16_380, 16_386].Select(length => new string('x', length) + "漢"));

    private static readonly Gen<byte[]> Payload = Gen.OneOf(
        Text.Select(text => Encoding.UTF8.GetBytes($"{LogText.Stamp}{text}\n")),
        Text.Select(text => Encoding.UTF8.GetBytes($"{LogText.Stamp}{text}")),
        Text.Select(text => Encoding.UTF8.GetBytes($"{text}\n")),
        Gen.Byte.Array[0, 60]);

    private static readonly Gen<byte[]> Framed =
        Gen.Select(Gen.Frequency((40, Gen.Int[0, 2]), (1, Gen.Int[3, 4])), Payload, (stream, payload) => LogText.Frame(stream, payload)).Array[0, 12].Select(frames => LogText.Join(frames));

    [Fact]
    public Task Read_AnyFramesInAnyPieces_GivesTheSameAsInOne() => Gen.Select(Framed, ChunkedStream.Sizes).SampleAsync(async (bytes, sizes) =>
    {
        var whole = await LogText.ReadAsync(bytes);

        var pieces = await LogText.ReadAsync(bytes, sizes: sizes);

        Assert.Equal((whole.Fault, whole.Message), (pieces.Fault, pieces.Message));
        Assert.Equal(whole.Lines, pieces.Lines);
    }, iter: 150);

    [Fact]
    public Task Read_AnyTtyBytesInAnyPieces_GivesTheSameAsInOne() =>
        Gen.Select(Payload.Array[0, 8].Select(pieces => LogText.Join(pieces)), ChunkedStream.Sizes).SampleAsync(async (bytes, sizes) =>
        {
            var whole = await LogText.ReadAsync(bytes, tty: true);

            Assert.Equal(whole.Lines, (await LogText.ReadAsync(bytes, tty: true, sizes)).Lines);
        }, iter: 150);

    [Fact]
    public Task Read_AnyBytesAtAll_FailsOnlyAsDocumentedAndWithinTheLimit() =>
        Gen.Select(Gen.OneOf(Framed, Gen.Byte.Array[0, 200], Gen.Byte[0, 4].Array[0, 60]), Gen.Bool).SampleAsync(async (bytes, tty) =>
        {
            var result = await LogText.ReadAsync(bytes, tty);

            Assert.All(result.Lines, line => Assert.True(Encoding.UTF8.GetByteCount(line.Text) <= 16_384 && !line.Text.Contains('\n')));
        }, iter: 1_000);

    // The engine's own splitting: a line written in 16 KB messages, each with a stamp, reads back as the line's beginning.
    [Fact]
    public Task Read_AnyLinesFramedAtAnyPlace_ComeBack() => Gen.Select(
        Gen.Select(Gen.Int[1, 2], Text.Where(text => !text.Contains('\n'))).Array[0, 6], Gen.Int[1, 20_000], ChunkedStream.Sizes).SampleAsync(async (lines, split, sizes) =>
    {
        var frames = lines.SelectMany(line => Messages(line.Item2, split).Select(message => LogText.Frame(line.Item1, message)));

        var result = await LogText.ReadAsync(LogText.Join(frames), sizes: sizes);

        Assert.Equal(lines.Select(line => Expected(line.Item1, line.Item2)), result.Lines);
    }, iter: 60);

    private static IEnumerable<byte[]> Messages(string text, int split) =>
        Encoding.UTF8.GetBytes(text + "\n").Chunk(Math.Max(split, text.Length / 50 + 1)).Select(part => LogText.Join(Encoding.UTF8.GetBytes(LogText.Stamp), part));

    private static LogLine Expected(int stream, string text)
    {
        var shown = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes().TakeWhile(rune => (bytes += rune.Utf8SequenceLength) <= 16_384))
            shown.Append(rune.ToString());
        return new(stream == 2 ? LogSource.Stderr : LogSource.Stdout, LogText.Time, shown.ToString(), shown.Length < text.Length);
    }
}
