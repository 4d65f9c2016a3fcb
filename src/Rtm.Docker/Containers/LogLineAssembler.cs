using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Rtm.Docker;

/// <summary>Puts the lines of one log stream together. Keeps no more of a line than is shown of it; the rest is counted and dropped.</summary>
internal sealed class LogLineAssembler(LogSource source, bool tty)
{
    /// <summary>The longest text of a line, in bytes of UTF-8: 16 KiB.</summary>
    public const int MaxTextBytes = 16 * 1024;

    // A timestamp and its space, at most: 2026-01-02T03:04:05.123456789+00:00
    private const int MaxStampBytes = 36;

    // One more than is shown, for a carriage return before the line's end.
    private const int KeptBytes = MaxStampBytes + MaxTextBytes + 1;

    private byte[] _kept = [];
    private int _keptBytes;
    private long _lineBytes;

    /// <summary>Whether a line has begun and not ended.</summary>
    public bool IsInLine => _lineBytes > 0;

    /// <summary>Takes bytes off the front of <paramref name="unread"/>, to the end of a line or all of them.</summary>
    public bool TryTake(ref ReadOnlyMemory<byte> unread, [NotNullWhen(true)] out LogLine? line)
    {
        var bytes = unread.Span;
        var lineEnd = bytes.IndexOf((byte)'\n');
        if (lineEnd < 0)
        {
            Keep(bytes);
            unread = default;
            line = null;
            return false;
        }
        unread = unread[(lineEnd + 1)..];
        if (!IsInLine)
        {
            line = ToLine(bytes[..lineEnd], lineEnd);
            return true;
        }
        Keep(bytes[..lineEnd]);
        line = TakeKept();
        return true;
    }

    /// <summary>The line that has not ended; null where there is none.</summary>
    public LogLine? TakeRest() => IsInLine ? TakeKept() : null;

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Min(bytes.Length, KeptBytes - _keptBytes);
        if (_keptBytes + kept > _kept.Length)
            Array.Resize(ref _kept, Math.Min(KeptBytes, Math.Max(_kept.Length * 2, _keptBytes + kept)));
        bytes[..kept].CopyTo(_kept.AsSpan(_keptBytes));
        _keptBytes += kept;
        _lineBytes += bytes.Length;
    }

    private LogLine TakeKept()
    {
        var line = ToLine(_kept.AsSpan(0, _keptBytes), _lineBytes);
        _keptBytes = 0;
        _lineBytes = 0;
        return line;
    }

    // All of the line, or the beginning of one that is longer.
    private LogLine ToLine(ReadOnlySpan<byte> bytes, long lineBytes)
    {
        var space = bytes[..Math.Min(bytes.Length, MaxStampBytes)].IndexOf((byte)' ');
        var time = space > 0 ? EngineTime.Parse(bytes[..space]) : null;
        var dropped = lineBytes - bytes.Length;
        var text = time is null ? bytes : bytes[(space + 1)..];
        if (tty && dropped == 0 && text is [.., (byte)'\r'])
            text = text[..^1];
        var decoded = Decode(text, out var cut);
        return new LogLine(source, time, decoded, cut || dropped > 0);
    }

    private static string Decode(ReadOnlySpan<byte> text, out bool cut)
    {
        cut = text.Length > MaxTextBytes;
        if (cut)
            text = text[..CutAt(text)];
        // Each byte that is no UTF-8 becomes three, so only then can the text grow beyond what is shown.
        if (text.Length <= MaxTextBytes / 3 || Utf8.IsValid(text))
            return Encoding.UTF8.GetString(text);
        ReadOnlySpan<byte> replaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        if (replaced.Length > MaxTextBytes)
        {
            cut = true;
            replaced = replaced[..CutAt(replaced)];
        }
        return Encoding.UTF8.GetString(replaced);
    }

    // Where a text is cut so that no character is split: at most three bytes before the limit.
    private static int CutAt(ReadOnlySpan<byte> text)
    {
        var end = MaxTextBytes;
        while (end > MaxTextBytes - 3 && (text[end] & 0xC0) == 0x80)
            end--;
        return end;
    }
}
