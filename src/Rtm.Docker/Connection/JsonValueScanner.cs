using System.Buffers;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>Finds where JSON values begin and end in bytes that come piece by piece. No token that is complete is looked at twice.</summary>
internal sealed class JsonValueScanner(int maxValueBytes)
{
    // A value is looked at again only when something arrived that can end it: the reader starts an unfinished text over each time it is
    // asked, so a long one that comes in small pieces would cost the square of its length.
    private static readonly SearchValues<byte> OutsideText = SearchValues.Create("}]\"\n"u8);
    private static readonly SearchValues<byte> InsideText = SearchValues.Create("\\\"\n"u8);

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    private JsonReaderState _state;

    // From the start of the value: what its complete tokens take, and what was searched for enders.
    private long _parsed;
    private long _searched;
    private bool _inText;
    private bool _escaped;
    private bool _malformed;

    /// <summary>Takes the next value, or the next malformed line, off the front of <paramref name="buffer"/>.</summary>
    /// <returns>Whether there was one; if not, the buffer begins with what has to be kept until more has arrived.</returns>
    /// <exception cref="StreamFaultException">The value is too large, or the stream has ended in the middle of it.</exception>
    public bool TryNext(ref ReadOnlySequence<byte> buffer, bool ended, out JsonElement value, out StreamFaultException? malformed)
    {
        value = default;
        malformed = null;
        if (_parsed == 0 && _searched == 0)
            buffer = SkipBlanks(buffer);
        if (buffer.IsEmpty)
            return false;
        // Never look further than a value may reach, so that the outcome doesn't depend on how much happened to arrive at once.
        var window = buffer.Slice(0, Math.Min(buffer.Length, maxValueBytes + 1L));
        if (HasEnder(window) || ended)
        {
            var length = _malformed ? -1 : Scan(window, ended);
            if (length > maxValueBytes)
                throw TooLarge();
            if (length > 0)
            {
                value = Parse(window.Slice(0, length));
                buffer = buffer.Slice(length);
                Restart();
                return true;
            }
            if (_malformed && TryTakeLine(ref buffer, window, ended, out malformed))
                return true;
        }
        if (window.Length > maxValueBytes)
            throw TooLarge();
        return ended
            ? throw new StreamFaultException(StreamFault.CutOff, "The stream was cut in the middle of a JSON value")
            : false;
    }

    private bool HasEnder(ReadOnlySequence<byte> window)
    {
        var found = false;
        foreach (var segment in window.Slice(_searched))
            found |= HasEnder(segment.Span);
        _searched = window.Length;
        return found;
    }

    private bool HasEnder(ReadOnlySpan<byte> bytes)
    {
        if (_malformed)
            return bytes.Contains((byte)'\n');
        var found = false;
        while (!bytes.IsEmpty)
        {
            if (_escaped)
            {
                _escaped = false;
                bytes = bytes[1..];
                continue;
            }
            var at = bytes.IndexOfAny(_inText ? InsideText : OutsideText);
            if (at < 0)
                break;
            _escaped = bytes[at] == '\\';
            found |= !_escaped && (_inText || bytes[at] != '"');
            _inText ^= bytes[at] == '"';
            bytes = bytes[(at + 1)..];
        }
        return found;
    }

    // The length of the value where it is complete, -1 where it is not or can't become one.
    private long Scan(ReadOnlySequence<byte> window, bool ended)
    {
        var reader = new Utf8JsonReader(window.Slice(_parsed), isFinalBlock: false, _state);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    return _parsed + reader.BytesConsumed;
            }
            _parsed += reader.BytesConsumed;
            _state = reader.CurrentState;
            return ended ? ScanLastNumber(window) : -1;
        }
        catch (JsonException)
        {
            _malformed = true;
            return -1;
        }
    }

    // Only the end of the stream tells that a number at its end is whole. Everything else that isn't complete is cut.
    private static long ScanLastNumber(ReadOnlySequence<byte> window)
    {
        // Asked about half a literal at the end of a segment, the framework's reader is out of its bounds.
        if (!new SequenceReader<byte>(window).TryPeek(out var first) || first is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9')))
            return -1;
        var reader = new Utf8JsonReader(window, isFinalBlock: true, default);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number ? reader.BytesConsumed : -1;
        }
        catch (JsonException)
        {
            return -1;
        }
    }

    private bool TryTakeLine(ref ReadOnlySequence<byte> buffer, ReadOnlySequence<byte> window, bool ended, out StreamFaultException? malformed)
    {
        malformed = null;
        var lineEnd = window.PositionOf((byte)'\n');
        if (lineEnd is null && (!ended || window.Length > maxValueBytes))
            return false;
        var line = lineEnd is { } end ? window.Slice(0, end) : window;
        var head = line.Slice(0, Math.Min(line.Length, 256)).ToArray();
        malformed = new StreamFaultException(StreamFault.Malformed, $"This is not JSON: '{StreamFaultException.Excerpt(head)}'");
        buffer = buffer.Slice(line.End);
        Restart();
        return true;
    }

    private static JsonElement Parse(ReadOnlySequence<byte> value)
    {
        if (value.IsSingleSegment)
            return JsonText.Parse(value.FirstSpan);
        var length = (int)value.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            value.CopyTo(rented);
            return JsonText.Parse(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ReadOnlySequence<byte> SkipBlanks(ReadOnlySequence<byte> buffer)
    {
        var reader = new SequenceReader<byte>(buffer);
        while (!reader.End)
        {
            var blanks = reader.UnreadSpan.IndexOfAnyExcept(Blanks);
            reader.Advance(blanks < 0 ? reader.UnreadSpan.Length : blanks);
            if (blanks >= 0)
                break;
        }
        return buffer.Slice(reader.Position);
    }

    private void Restart()
    {
        _state = default;
        _parsed = 0;
        _searched = 0;
        _inText = false;
        _escaped = false;
        _malformed = false;
    }

    private StreamFaultException TooLarge() => new(StreamFault.TooLarge, $"A JSON value is larger than {maxValueBytes} bytes");
}
