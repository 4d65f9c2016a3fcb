using System.Buffers.Binary;
using System.Text;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Log streams as the engine writes them, and as they are read back.</summary>
internal static class LogText
{
    public const string Stamp = "2026-01-02T03:04:05.123456789Z ";

    public static DateTimeOffset Time { get; } = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567);

    public static byte[] Frame(int stream, string payload) => Frame(stream, Encoding.UTF8.GetBytes(payload));

    public static byte[] Frame(int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[8 + payload.Length];
        frame[0] = (byte)stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)payload.Length);
        payload.CopyTo(frame.AsSpan(8));
        return frame;
    }

    public static byte[] Join(params IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];

    public static async Task<LogResult> ReadAsync(byte[] bytes, bool tty = false, IReadOnlyList<int>? sizes = null)
    {
        var lines = new List<LogLine>();
        try
        {
            using var stream = new ChunkedStream(bytes, sizes ?? [1 << 20]);
            await foreach (var line in LogLineReader.ReadAsync(stream, tty, TestContext.Current.CancellationToken))
                lines.Add(line);
            return new(lines, null, "");
        }
        catch (StreamFaultException fault)
        {
            return new(lines, fault.Fault, fault.Message);
        }
    }
}

internal sealed record LogResult(List<LogLine> Lines, StreamFault? Fault, string Message)
{
    public string Texts => string.Join('|', Lines.Select(line => $"{(line.Source == LogSource.Stdout ? "o" : "e")}:{line.Text}"));
}
