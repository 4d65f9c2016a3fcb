using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>Logs as an engine hands them out: each line with its time, in a frame of its own.</summary>
internal sealed class LogSource
{
    private const int HeaderBytes = 8;
    private const int StampBytes = 30;
    private const int BytesAWrite = 64 * 1024;

    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(5);

    private long _opened;
    private long _sent;

    /// <summary>How often a log was opened.</summary>
    public long Opened => Volatile.Read(ref _opened);

    /// <summary>Bytes of framed lines that readers took.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>So many lines that are there already, and no more to come.</summary>
    public StubHandler Lines(int count, int textBytes) => async (_, connection, ct) =>
    {
        await OpenAsync(connection, ct);
        var perWrite = BytesAWrite / LineBytes(textBytes);
        for (var done = 0; done < count; done += perWrite)
        {
            var block = Frames(done, Math.Min(perWrite, count - done), textBytes);
            Stamp(block, textBytes, TimeProvider.System.GetUtcNow().UtcDateTime);
            await WriteAsync(connection, block, ct);
        }

        await Task.Delay(Timeout.Infinite, ct);
    };

    /// <summary>
    /// A container that writes so much a second, whoever reads it. A slow reader falls behind, which the times of its lines tell; one that opens the log anew begins
    /// at what is written then.
    /// </summary>
    public StubHandler Flood(int bytesPerSecond, int textBytes) => async (_, connection, ct) =>
    {
        await OpenAsync(connection, ct);
        var block = Frames(0, (int)(bytesPerSecond * Block.TotalSeconds) / LineBytes(textBytes), textBytes);
        var writtenAt = TimeProvider.System.GetUtcNow();
        while (true)
        {
            while (writtenAt > TimeProvider.System.GetUtcNow())
                await Task.Delay(1, ct);
            Stamp(block, textBytes, writtenAt.UtcDateTime);
            await WriteAsync(connection, block, ct);
            writtenAt += Block;
        }
    };

    private static int LineBytes(int textBytes) => HeaderBytes + StampBytes + 1 + textBytes + 1;

    private async Task OpenAsync(StubConnection connection, CancellationToken ct)
    {
        Interlocked.Increment(ref _opened);
        await connection.WriteAsync(StubReply.Head(200, "Content-Type: application/vnd.docker.raw-stream", "Transfer-Encoding: chunked"), ct);
    }

    private async Task WriteAsync(StubConnection connection, byte[] block, CancellationToken ct)
    {
        await connection.WriteAsync($"{block.Length:x}\r\n", ct);
        await connection.WriteAsync(block, ct);
        await connection.WriteAsync("\r\n", ct);
        Interlocked.Add(ref _sent, block.Length);
    }

    private static byte[] Frames(int first, int count, int textBytes)
    {
        var size = LineBytes(textBytes);
        var block = new byte[count * size];
        for (var i = 0; i < count; i++)
        {
            var line = block.AsSpan(i * size, size);
            line.Fill((byte)'.');
            // Every tenth is an error, so that levels and streams are drawn as they would be.
            line[..HeaderBytes].Clear();
            line[0] = (byte)((first + i) % 10 == 0 ? 2 : 1);
            BinaryPrimitives.WriteUInt32BigEndian(line[4..], (uint)(size - HeaderBytes));
            line[HeaderBytes + StampBytes] = (byte)' ';
            var words = string.Create(CultureInfo.InvariantCulture, $"{((first + i) % 10 == 0 ? "ERROR" : "INFO")} turn {first + i:000000} of the game went its way ");
            Encoding.ASCII.GetBytes(words, line[(HeaderBytes + StampBytes + 1)..]);
            line[^1] = (byte)'\n';
        }

        return block;
    }

    private static void Stamp(byte[] block, int textBytes, DateTime time)
    {
        Span<byte> stamp = stackalloc byte[StampBytes];
        Encoding.ASCII.GetBytes(time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture), stamp);
        for (var at = HeaderBytes; at < block.Length; at += LineBytes(textBytes))
            stamp.CopyTo(block.AsSpan(at));
    }
}
