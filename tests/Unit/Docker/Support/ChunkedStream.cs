using CsCheck;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Bytes that arrive in the given pieces, one a read; after the last the stream ends, or stays open and silent.</summary>
internal sealed class ChunkedStream(byte[] bytes, IReadOnlyList<int> sizes, bool staysOpen = false) : Stream
{
    private int _position;
    private int _reads;

    public static Gen<int[]> Sizes { get; } = Gen.OneOf(
        Gen.Const(new[] { 1 }), Gen.Int[1, 5].Array[1, 8], Gen.Int[1, 40].Array[1, 8], Gen.Int[1, 70_000].Array[1, 4]);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static ChunkedStream Whole(ReadOnlySpan<byte> bytes, bool staysOpen = false) => new(bytes.ToArray(), [Math.Max(bytes.Length, 1)], staysOpen);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = Math.Min(Math.Min(sizes[_reads++ % sizes.Count], buffer.Length), bytes.Length - _position);
        if (count == 0 && staysOpen)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        bytes.AsSpan(_position, count).CopyTo(buffer.Span);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
