using System.Text;

namespace Rtm.Console.History.Timeline;

/// <summary>
/// What an engine sent, as both databases can store and index it. PostgreSQL refuses a NUL and an index entry over 2,704 bytes: a label
/// must not be able to stop the history.
/// </summary>
internal static class KeptText
{
    /// <summary>A container's id as it is stored, and so as it is looked for.</summary>
    public static string Id(string text) => Of(text, 128);

    /// <summary>The owner as it is stored, and so as it is looked for.</summary>
    public static string Owner(string text) => Of(text, 512);

    /// <summary>The engine's verb as it is stored, and so as it is looked for.</summary>
    public static string Action(string text) => Of(text, 64);

    /// <summary>As it is searched through: the same rule as <see cref="StringComparison.OrdinalIgnoreCase"/>.</summary>
    public static string Search(string text) => text.ToUpperInvariant();

    public static string Of(string text, int most)
    {
        if (text.Length > most)
            text = text[..most];
        // Also half a character, such as a cut leaves.
        return text.Any(c => c == '\0' || char.IsSurrogate(c))
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD')
            : text;
    }
}
