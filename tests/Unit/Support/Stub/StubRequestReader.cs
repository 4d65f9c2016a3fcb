using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Rtm.Tests.Support;

/// <summary>Just enough HTTP/1.1 to understand a client. A request that is none throws; one that the client broke off is null.</summary>
internal sealed class StubRequestReader(PipeReader input)
{
    public async Task<StubRequest?> ReadAsync(CancellationToken ct)
    {
        if (await ReadLineAsync(ct) is not { } requestLine)
            return null;
        var parts = requestLine.Split(' ');
        if (parts.Length != 3)
            throw new FormatException($"Not a request line: '{requestLine}'");

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(ct) is { } line)
        {
            if (line.Length == 0)
                return await ReadBodyAsync(headers, ct) is { } body ? new StubRequest(parts[0], parts[1], headers, body) : null;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
                throw new FormatException($"Not a header: '{line}'");
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
        }

        return null;
    }

    private async Task<string?> ReadBodyAsync(Dictionary<string, string> headers, CancellationToken ct)
    {
        if (headers.TryGetValue("Transfer-Encoding", out var encoding) && encoding.Contains("chunked", StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync(ct);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        return await ReadBytesAsync(length, ct) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
    }

    private async Task<string?> ReadChunksAsync(CancellationToken ct)
    {
        var body = new ArrayBufferWriter<byte>();
        while (await ReadLineAsync(ct) is { } header)
        {
            var length = int.Parse(header.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (await ReadBytesAsync(length, ct) is not { } chunk || await ReadLineAsync(ct) is null)
                return null;
            if (length == 0)
                return Encoding.UTF8.GetString(body.WrittenSpan);
            body.Write(chunk);
        }

        return null;
    }

    private async Task<string?> ReadLineAsync(CancellationToken ct)
    {
        while (true)
        {
            var read = await input.ReadAsync(ct);
            if (TryCutLine(read.Buffer, out var line, out var rest))
            {
                input.AdvanceTo(rest);
                return line;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private async Task<byte[]?> ReadBytesAsync(int count, CancellationToken ct)
    {
        if (count == 0)
            return [];
        var read = await input.ReadAtLeastAsync(count, ct);
        if (read.Buffer.Length < count)
            return null;
        var bytes = read.Buffer.Slice(0, count);
        var copy = bytes.ToArray();
        input.AdvanceTo(bytes.End);
        return copy;
    }

    private static bool TryCutLine(ReadOnlySequence<byte> buffer, out string line, out SequencePosition rest)
    {
        var reader = new SequenceReader<byte>(buffer);
        var found = reader.TryReadTo(out ReadOnlySequence<byte> text, "\r\n"u8);
        line = found ? Encoding.Latin1.GetString(text) : "";
        rest = reader.Position;
        return found;
    }
}
