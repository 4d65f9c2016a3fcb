using System.Buffers;
using System.Globalization;

namespace Rtm.Docker;

/// <summary>
/// The engine's own forms of ids and names. The engine's paths are built from them without escaping, so nothing else may pass:
/// <c>../images/x</c> would reach another endpoint.
/// </summary>
internal static class EngineNames
{
    private const int FullIdLength = 64;
    private const int LongestName = 255;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    public static bool IsFullId(string text) => text.Length == FullIdLength && !text.AsSpan().ContainsAnyExcept(LowerHex);

    /// <summary>A name, or a full or short id: a letter or digit, then letters, digits, <c>_</c>, <c>.</c> and <c>-</c>.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= LongestName } && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>What a container may be called: one letter alone is refused by the engine.</summary>
    public static bool IsContainerName(string? text) => text is { Length: > 1 } && IsName(text);

    /// <summary>A signal's name, with or without <c>SIG</c>, or its number.</summary>
    public static bool IsSignal(string? text)
    {
        if (text is null or { Length: 0 or > 16 })
            return false;
        if (char.IsAsciiDigit(text[0]))
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 64;
        return char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-');
    }
}
