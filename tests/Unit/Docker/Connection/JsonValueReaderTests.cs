using System.Text;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class JsonValueReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \r\n\t ", "")]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}|{\"b\":2}")]
    [InlineData("{\"a\":1}{\"b\":2}", "{\"a\":1}|{\"b\":2}")]
    [InlineData("{\"a\":1}\r\n\r\n{\"b\":2}\r\n", "{\"a\":1}|{\"b\":2}")]
    [InlineData("{\n  \"a\": [1,\n 2]\n}\n{}", "{\n  \"a\": [1,\n 2]\n}|{}")]
    [InlineData("{\"a\":\"}{\\\"\\n\"}{}", "{\"a\":\"}{\\\"\\n\"}|{}")]
    [InlineData("1 true null \"x\"\"y\" [3] 12", "1|true|null|\"x\"|\"y\"|[3]|12")]
    public async Task Read_ValuesHoweverSeparated_YieldsEachToTheLetter(string text, string expected)
    {
        var result = await ReadAsync(Encoding.UTF8.GetBytes(text), [1 << 20]);

        Assert.Equal((expected, null), (string.Join('|', result.Values), result.Fault));
    }

    [Theory]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}\n{\"b\":\"x")]
    [InlineData("{\"a\":1\n")]
    [InlineData("tru")]
    [InlineData("\"x")]
    public async Task Read_StreamEndsInsideAValue_IsCutOff(string text)
    {
        var result = await ReadAsync(Encoding.UTF8.GetBytes(text), [1 << 20]);

        Assert.Equal(StreamFault.CutOff, result.Fault);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("tru")]
    [InlineData("-")]
    public async Task Read_StreamEndsInsideALiteralAtTheEndOfABuffer_IsCutOff(string text)
    {
        // Less than the reader wants for its next read is left of its 16 KB, so that another buffer follows.
        var result = await ReadAsync(Encoding.UTF8.GetBytes($"\"{new string('x', 15_556)}\"{text}"), [1 << 20]);

        Assert.Equal((1, StreamFault.CutOff), (result.Values.Count, result.Fault));
    }

    [Theory]
    [InlineData("{\"a\":1\n{\"b\":2}\n", "{\"a\":1", "{\"b\":2}")]
    [InlineData("{\"a\":\"x\n{\"b\":2}\n", "{\"a\":\"x", "{\"b\":2}")]
    [InlineData("{\"a\":\n{\"b\":2}\n{\"c\":3}\n", "{\"a\":", "{\"b\":2}|{\"c\":3}")]
    [InlineData("nonsense {}\n{\"b\":2}\n", "nonsense {}", "{\"b\":2}")]
    [InlineData("{\"a\":1}}\n{\"b\":2}\n", "}", "{\"a\":1}|{\"b\":2}")]
    [InlineData("{\"b\":2}\n<html>", "<html>", "{\"b\":2}")]
    public async Task Read_MalformedLineAndCallback_ReportsItAndGoesOn(string text, string malformed, string values)
    {
        var result = await ReadAsync(Encoding.UTF8.GetBytes(text), [1 << 20]);

        Assert.Equal(
            ($"This is not JSON: '{malformed}'", values, null), (string.Join('|', result.Malformed), string.Join('|', result.Values), result.Fault));
    }

    [Fact]
    public async Task Read_MalformedLineWithoutCallback_Throws()
    {
        var read = async () =>
        {
            await foreach (var _ in JsonValueReader.ReadAsync(ChunkedStream.Whole("<html>\n{}"u8), null, TestContext.Current.CancellationToken))
                Assert.Fail("There is no value before the malformed line.");
        };

        Assert.Equal(StreamFault.Malformed, (await Assert.ThrowsAsync<StreamFaultException>(read)).Fault);
    }

    [Fact]
    public async Task Read_MalformedLineWithTerminalEscapes_ShowsAShortHarmlessExcerpt()
    {
        var result = await ReadAsync(Encoding.UTF8.GetBytes("\u001b[31m\u202e" + new string('x', 500)), [1 << 20]);

        Assert.Equal($"This is not JSON: ' [31m {new string('x', 54)}…'", Assert.Single(result.Malformed));
    }

    [Fact]
    public async Task Read_InvalidUtf8AndHalfASurrogate_CanBeReadAsText()
    {
        var texts = new List<string?>();
        byte[] bytes = [.. "{\"a\":\""u8, 0xC3, .. "x\"}{\"a\":\"\\ud83d\"}{\"a\":\"\\ud83d\\ude00 \\\\ud83d\"}"u8];
        await foreach (var value in JsonValueReader.ReadAsync(new ChunkedStream(bytes, [1]), null, TestContext.Current.CancellationToken))
            texts.Add(value.Text("a"));

        Assert.Equal(["\uFFFDx", "\uFFFD", "\U0001F600 \\ud83d"], texts);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, StreamFault.TooLarge)]
    public async Task Read_ValueAtTheLimitAndBeyond_IsTooLargeOnlyBeyond(int beyond, object? fault)
    {
        var value = "\"" + new string('x', JsonValueReader.MaxValueBytes - 2 + beyond) + "\"";

        var result = await ReadAsync(Encoding.UTF8.GetBytes(value), [100_000]);

        Assert.Equal(fault, result.Fault);
    }

    [Fact]
    public async Task Read_EndlessValueOnAnOpenStream_StopsAtTheLimit()
    {
        var bytes = new byte[JsonValueReader.MaxValueBytes + 10];
        Array.Fill(bytes, (byte)'[', 0, 1);
        Array.Fill(bytes, (byte)' ', 1, bytes.Length - 1);

        var result = await ReadAsync(bytes, [50_000], staysOpen: true);

        Assert.Equal(StreamFault.TooLarge, result.Fault);
    }

    [Fact]
    public async Task Read_ValueWithoutLineEndOnAnOpenStream_IsYieldedAtOnce()
    {
        await foreach (var value in JsonValueReader.ReadAsync(ChunkedStream.Whole("{\"a\":1}"u8, staysOpen: true), null, Limit().Token))
        {
            Assert.Equal(1, value.Int64("a"));
            break;
        }
    }

    [Fact]
    public async Task Read_CancelledWhileSilent_EndsWithCancellation()
    {
        using var cancel = new CancellationTokenSource();
        var read = async () =>
        {
            await foreach (var _ in JsonValueReader.ReadAsync(ChunkedStream.Whole("{}"u8, staysOpen: true), null, cancel.Token))
                await cancel.CancelAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(read);
    }

    [Fact]
    public async Task Read_LargeValueByteByByte_TakesNoQuadraticTime()
    {
        var value = "{\"a\":\"" + string.Concat(Enumerable.Repeat("x}\\\"", 16_384)) + "\"}";
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var result = await ReadAsync(Encoding.UTF8.GetBytes(value), [1]);

        Assert.Equal((value, true), (Assert.Single(result.Values), watch.Elapsed < TimeSpan.FromSeconds(10)));
    }

    internal static async Task<ReadResult> ReadAsync(byte[] bytes, IReadOnlyList<int> sizes, bool staysOpen = false)
    {
        var (values, malformed) = (new List<string>(), new List<string>());
        try
        {
            using var limit = Limit();
            using var stream = new ChunkedStream(bytes, sizes, staysOpen);
            await foreach (var value in JsonValueReader.ReadAsync(stream, fault => malformed.Add(fault.Message), limit.Token))
                values.Add(value.GetRawText());
            return new(values, malformed, null);
        }
        catch (StreamFaultException fault)
        {
            return new(values, malformed, fault.Fault);
        }
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return limit;
    }

    internal sealed record ReadResult(List<string> Values, List<string> Malformed, StreamFault? Fault);
}
