using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>
/// Reads the engine's JSON streams (events, pull progress, stats): one value after the other, with or without line ends between, however the
/// bytes are cut into reads.
/// <para>
/// Text that can't be JSON is dropped up to the end of its line, because the engine writes one value a line and never a line end inside one.
/// A caller for whom one bad line is no reason to stop (events) passes a callback and gets the values after it; for everyone else
/// it is thrown. A callback rather than a result of two cases, because two of three callers would only rethrow the second.
/// </para>
/// </summary>
internal static class JsonValueReader
{
    /// <summary>The largest value that is read: 4 MiB.</summary>
    public const int MaxValueBytes = 4 * 1024 * 1024;

    private const int BufferBytes = 16 * 1024;

    /// <summary>Reads values until the stream ends cleanly.</summary>
    /// <param name="stream">Stays the caller's and is not closed. What it throws comes through.</param>
    /// <param name="onMalformed">Gets each line that is not JSON; null to have the first one thrown.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="StreamFaultException">A value is cut off, malformed (without <paramref name="onMalformed"/>) or too large.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        Stream stream, Action<StreamFaultException>? onMalformed, [EnumeratorCancellation] CancellationToken ct)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, leaveOpen: true));
        var scanner = new JsonValueScanner(MaxValueBytes);
        try
        {
            var ended = false;
            while (!ended)
            {
                var read = await pipe.ReadAsync(ct).ConfigureAwait(false);
                ended = read.IsCompleted;
                var buffer = read.Buffer;
                while (scanner.TryNext(ref buffer, ended, out var value, out var malformed))
                {
                    if (malformed is null)
                    {
                        ct.ThrowIfCancellationRequested();
                        yield return value;
                    }
                    else if (onMalformed is null)
                    {
                        throw malformed;
                    }
                    else
                    {
                        onMalformed(malformed);
                    }
                }
                pipe.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }
}
