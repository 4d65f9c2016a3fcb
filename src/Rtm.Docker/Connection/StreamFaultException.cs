using System.Text;

namespace Rtm.Docker;

/// <summary>What is wrong with the bytes of a stream.</summary>
internal enum StreamFault
{
    /// <summary>The stream ended in the middle of a value or a frame.</summary>
    CutOff,

    /// <summary>The bytes are not what the engine sends.</summary>
    Malformed,

    /// <summary>One value is larger than memory is given for.</summary>
    TooLarge,

    /// <summary>The engine reported an error inside the stream; the message has its words.</summary>
    EngineError,
}

/// <summary>
/// A stream whose bytes can't be read on. It knows no engine and no operation: whoever opened the stream translates it into an
/// <see cref="EngineException"/>.
/// </summary>
internal sealed class StreamFaultException(StreamFault fault, string message) : Exception(message)
{
    private const int ExcerptChars = 60;

    public StreamFault Fault { get; } = fault;

    /// <summary>The beginning of text that couldn't be read, on one line, without anything a terminal or a browser could act on.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes, int maxChars = ExcerptChars)
    {
        // Four bytes are the longest character, so this is enough for the excerpt and bounded whatever came.
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, maxChars * 4)]);
        return HarmlessText.Of(text, maxChars);
    }
}
