using System.Buffers;
using System.Runtime.CompilerServices;

namespace Rtm.Docker;

/// <summary>
/// Reads a log stream that was asked for with timestamps, line by line, with memory bounded whatever the lengths of lines and frames.
/// Source: Engine API <c>GET /containers/{id}/logs</c>, "Stream format" of <c>POST /containers/{id}/attach</c>.
/// </summary>
internal static class LogLineReader
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Reads lines until the stream ends; a last line without an end is one too.</summary>
    /// <param name="stream">Stays the caller's and is not closed. What it throws comes through.</param>
    /// <param name="tty">Whether the container has a terminal: its bytes then come as they are, else in frames of stdout and stderr.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="StreamFaultException">A frame is cut off or impossible, or the engine reported an error in the stream.</exception>
    public static async IAsyncEnumerable<LogLine> ReadAsync(Stream stream, bool tty, [EnumeratorCancellation] CancellationToken ct)
    {
        var frames = new LogFrames(tty);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
            {
                var unread = new ReadOnlyMemory<byte>(buffer, 0, count);
                while (frames.TryReadLine(ref unread, out var line))
                {
                    ct.ThrowIfCancellationRequested();
                    yield return line;
                }
            }
            foreach (var line in frames.End())
                yield return line;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
