using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Rtm.Docker;

/// <summary>
/// Takes a log stream out of its frames and into lines, however its bytes are cut into reads. A frame is 8 bytes (stream, three zeros, length as
/// 32 bits big endian) and its payload. Frames and lines have nothing to do with one another, except that the engine splits a line of more
/// than 16 KB into frames that each begin with a timestamp of their own.
/// </summary>
internal sealed class LogFrames(bool tty)
{
    private const int HeaderBytes = 8;
    private const int SystemError = 3;
    private const int ErrorTextBytes = 1024;

    // What the engine puts before each message: 2026-01-02T03:04:05.123456789Z and a space.
    private const int StampBytes = 31;

    private readonly LogLineAssembler _stdout = new(LogSource.Stdout, tty);
    private readonly LogLineAssembler _stderr = new(LogSource.Stderr, tty);
    private readonly List<byte> _errorText = [];

    // A header, or the beginning of a frame that may be a timestamp, while it isn't whole.
    private readonly byte[] _head = new byte[StampBytes];
    private int _headBytes;
    private bool _stampPossible;
    private ReadOnlyMemory<byte> _noStamp;

    private int _type;
    private uint _left;

    /// <summary>Takes bytes off the front of <paramref name="unread"/> until a line is complete or there are none left.</summary>
    /// <exception cref="StreamFaultException">A header is impossible, or the engine reported an error.</exception>
    public bool TryReadLine(ref ReadOnlyMemory<byte> unread, [NotNullWhen(true)] out LogLine? line)
    {
        if (tty)
            return _stdout.TryTake(ref unread, out line);
        while (true)
        {
            // What was held back and turned out to be no timestamp comes first.
            if (!_noStamp.IsEmpty)
            {
                if (Current.TryTake(ref _noStamp, out line))
                    return true;
                continue;
            }
            line = null;
            if (unread.IsEmpty)
                return false;
            if (_left == 0)
            {
                if (!TryReadHeader(ref unread))
                    return false;
                continue;
            }
            if (_stampPossible)
            {
                ReadStamp(ref unread);
                continue;
            }
            var taken = (int)Math.Min(_left, (uint)unread.Length);
            var payload = unread[..taken];
            if (_type == SystemError)
                ReadErrorText(payload.Span);
            else if (Current.TryTake(ref payload, out line))
                taken -= payload.Length;
            unread = unread[taken..];
            _left -= (uint)taken;
            if (_type == SystemError && _left == 0)
                throw EngineError();
            if (line is not null)
                return true;
        }
    }

    /// <summary>The lines that have no end yet, at the end of the stream.</summary>
    /// <exception cref="StreamFaultException">The stream ended inside a frame.</exception>
    public IEnumerable<LogLine> End()
    {
        if (_left > 0 || _headBytes > 0)
            throw new StreamFaultException(StreamFault.CutOff, "The log stream was cut in the middle of a frame");
        return new[] { _stdout.TakeRest(), _stderr.TakeRest() }.OfType<LogLine>();
    }

    private LogLineAssembler Current => _type == 2 ? _stderr : _stdout;

    private bool TryReadHeader(ref ReadOnlyMemory<byte> unread)
    {
        if (!TryFillHead(ref unread, HeaderBytes))
            return false;
        _headBytes = 0;
        if (_head[0] > SystemError || _head[1] != 0 || _head[2] != 0 || _head[3] != 0)
        {
            throw new StreamFaultException(
                StreamFault.Malformed,
                $"The log stream has no frame where one must begin: '{StreamFaultException.Excerpt(_head.AsSpan(0, HeaderBytes))}'");
        }
        _type = _head[0];
        _left = BinaryPrimitives.ReadUInt32BigEndian(_head.AsSpan(4));
        _stampPossible = _type != SystemError && _left >= StampBytes && Current.IsInLine;
        return _type == SystemError && _left == 0 ? throw EngineError() : true;
    }

    private void ReadStamp(ref ReadOnlyMemory<byte> unread)
    {
        if (!TryFillHead(ref unread, StampBytes))
            return;
        _headBytes = 0;
        _stampPossible = false;
        _left -= StampBytes;
        if (_head[^1] != ' ' || EngineTime.Parse(_head.AsSpan(0, StampBytes - 1)) is null)
            _noStamp = _head;
    }

    private bool TryFillHead(ref ReadOnlyMemory<byte> unread, int wanted)
    {
        var taken = Math.Min(wanted - _headBytes, unread.Length);
        unread.Span[..taken].CopyTo(_head.AsSpan(_headBytes));
        _headBytes += taken;
        unread = unread[taken..];
        return _headBytes == wanted;
    }

    private void ReadErrorText(ReadOnlySpan<byte> text) => _errorText.AddRange(text[..Math.Min(text.Length, ErrorTextBytes - _errorText.Count)]);

    private StreamFaultException EngineError()
    {
        var words = StreamFaultException.Excerpt(_errorText.ToArray(), ErrorTextBytes).Trim();
        return new(StreamFault.EngineError, words.Length > 0 ? words : "The engine ended the log with an error and no words");
    }
}
