using System.Text;
using Rtm.Docker;
using Xunit;
using static Rtm.Unit.Tests.Docker.LogText;

namespace Rtm.Unit.Tests.Docker;

public class LogLineReaderTests
{
    [Fact]
    public async Task Read_StdoutAndStderrInterleaved_KeepsThemApart()
    {
        var result = await ReadAsync(Join(
            Frame(1, Stamp + "out "), Frame(2, Stamp + "err "), Frame(1, "goes on\n" + Stamp + "next\n"), Frame(0, ""), Frame(2, "ends\n")));

        Assert.Equal("o:out goes on|o:next|e:err ends", result.Texts);
    }

    [Fact]
    public async Task Read_Line_HasItsTimeAndNoStamp()
    {
        var result = await ReadAsync(Frame(1, Stamp + "a b\n"));

        Assert.Equal(new LogLine(LogSource.Stdout, Time, "a b", false), Assert.Single(result.Lines));
    }

    [Theory]
    [InlineData("no stamp here")]
    [InlineData(" ")]
    [InlineData("0001-01-01T00:00:00Z x")]
    [InlineData("")]
    public async Task Read_LineWithoutAStamp_HasNoTimeAndAllItsText(string text)
    {
        var result = await ReadAsync(Frame(2, text + "\n"));

        Assert.Equal(new LogLine(LogSource.Stderr, null, text, false), Assert.Single(result.Lines));
    }

    [Fact]
    public async Task Read_LongLineSplitByTheEngine_LosesTheStampsBetween()
    {
        var result = await ReadAsync(Join(Frame(1, Stamp + "abc"), Frame(1, Stamp + "def"), Frame(1, Stamp + "\n" + Stamp + "x\n")));

        Assert.Equal("o:abcdef|o:x", result.Texts);
    }

    [Fact]
    public async Task Read_ContinuationWithoutAStamp_KeepsAllOfIt()
    {
        var continuation = "2026-01-02T03:04:05.12345678xZ z\n" + Stamp + "next\n";

        var result = await ReadAsync(Join(Frame(1, Stamp + "abc "), Frame(1, continuation)), sizes: [3]);

        Assert.Equal("o:abc 2026-01-02T03:04:05.12345678xZ z|o:next", result.Texts);
    }

    [Fact]
    public async Task Read_TtyStream_IsNotFramedAndEndsLinesWithCrLf()
    {
        var result = await ReadAsync(Encoding.UTF8.GetBytes($"{Stamp}one\r\n{Stamp}two\rthree\n{Stamp}\r\n"), tty: true);

        Assert.Equal("o:one|o:two\rthree|o:", result.Texts);
    }

    [Fact]
    public async Task Read_CarriageReturnWithoutTty_BelongsToTheLine() => Assert.Equal("o:a\r", (await ReadAsync(Frame(1, Stamp + "a\r\n"))).Texts);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_LastLineWithoutEnd_IsDelivered(bool tty)
    {
        var bytes = tty ? Encoding.UTF8.GetBytes(Stamp + "last") : Frame(1, Stamp + "last");

        Assert.Equal("o:last", (await ReadAsync(bytes, tty)).Texts);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(10_000_000, true)]
    public async Task Read_LineAtTheLimitAndBeyond_IsCutOnlyBeyondAndTheNextIsWhole(int beyond, bool truncated)
    {
        var text = new string('x', 16_384 + beyond);

        var result = await ReadAsync(Frame(1, $"{Stamp}{text}\n{Stamp}next\n"), sizes: [60_000, 7]);

        Assert.Equal(
            (16_384, truncated, "next"), (result.Lines[0].Text.Length, result.Lines[0].Truncated, result.Lines[1].Text));
    }

    [Theory]
    [InlineData(true, 16_384, false)]
    [InlineData(false, 16_384, true)]
    public async Task Read_CarriageReturnAtTheLimit_CountsOnlyWithoutTty(bool tty, int length, bool truncated)
    {
        var text = $"{Stamp}{new string('x', length)}\r\n";

        var line = Assert.Single((await ReadAsync(tty ? Encoding.UTF8.GetBytes(text) : Frame(1, text), tty, [9_999])).Lines);

        Assert.Equal((length, truncated), (line.Text.Length, line.Truncated));
    }

    [Theory]
    [InlineData("é", 16_383)]
    [InlineData("漢", 16_382)]
    [InlineData("漢", 16_383)]
    [InlineData("😀", 16_381)]
    [InlineData("😀", 16_382)]
    [InlineData("😀", 16_383)]
    public async Task Read_CharacterAcrossTheLimit_IsNotSplit(string character, int before)
    {
        var line = Assert.Single((await ReadAsync(Frame(1, $"{Stamp}{new string('x', before)}{character}more\n"))).Lines);

        Assert.Equal((new string('x', before), true), (line.Text, line.Truncated));
    }

    [Fact]
    public async Task Read_InvalidUtf8_BecomesReplacementCharacters()
    {
        byte[] payload = [.. "a"u8, 0xFF, .. "b"u8, 0xE6, 0xBC, .. "\n"u8];

        Assert.Equal("o:a\uFFFDb\uFFFD", (await ReadAsync(Frame(1, payload))).Texts);
    }

    [Fact]
    public async Task Read_LongInvalidUtf8_StaysWithinTheLimit()
    {
        var payload = new byte[16_384];
        Array.Fill(payload, (byte)0xFF);

        var line = Assert.Single((await ReadAsync(Frame(1, payload))).Lines);

        Assert.Equal((new string('\uFFFD', 16_384 / 3), true), (line.Text, line.Truncated));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    public async Task Read_StreamEndsInsideAFrame_IsCutOff(int length)
    {
        var bytes = Join(Frame(1, Stamp + "whole\n"), Frame(1, Stamp + "cut\n")[..length]);

        var result = await ReadAsync(bytes);

        Assert.Equal(("o:whole", StreamFault.CutOff), (result.Texts, result.Fault));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(255, 0)]
    [InlineData(1, 1)]
    public async Task Read_ImpossibleHeader_IsMalformedAfterTheLinesBefore(int type, int padding)
    {
        var bad = Frame(type, "x\n");
        bad[2] = (byte)padding;

        var result = await ReadAsync(Join(Frame(1, Stamp + "whole\n"), bad));

        Assert.Equal(("o:whole", StreamFault.Malformed), (result.Texts, result.Fault));
    }

    [Fact]
    public async Task Read_SystemErrorFrame_IsRaisedWithItsWords()
    {
        var result = await ReadAsync(Join(Frame(1, Stamp + "whole\n"), Frame(3, "error reading \u001b[2Jlogs\n")), sizes: [5]);

        Assert.Equal(("o:whole", StreamFault.EngineError, "error reading  [2Jlogs"), (result.Texts, result.Fault, result.Message));
    }

    [Fact]
    public async Task Read_HugeSystemErrorFrame_IsRaisedWithItsBeginning()
    {
        var result = await ReadAsync(Frame(3, new string('x', 5_000_000)));

        Assert.Equal(new string('x', 1024), result.Message);
    }

    [Fact]
    public async Task Read_Cancelled_EndsWithCancellation()
    {
        using var cancel = new CancellationTokenSource();
        var read = async () =>
        {
            await foreach (var _ in LogLineReader.ReadAsync(ChunkedStream.Whole(Frame(1, "x\n"), staysOpen: true), false, cancel.Token))
                await cancel.CancelAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(read);
    }
}
