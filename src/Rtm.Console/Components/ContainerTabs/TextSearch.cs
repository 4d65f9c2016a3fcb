using System.Text.RegularExpressions;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>One place in a text.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>
/// Looks for words or for a pattern, never longer than linear in the text: patterns run without backtracking, so what would need it is refused.
/// </summary>
internal sealed class TextSearch
{
    public const int LongestPattern = 200;

    /// <summary>More hits in one line than anybody can see are not marked.</summary>
    public const int MostInALine = 100;

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(250);

    private readonly Regex? _pattern;

    private TextSearch(string text, Regex? pattern, string? fault) => (Text, _pattern, Fault) = (text, pattern, fault);

    public string Text { get; }

    /// <summary>Why the pattern can't be used; null where it can.</summary>
    public string? Fault { get; }

    /// <summary>Null where there is nothing to look for.</summary>
    public static TextSearch? For(string text, bool isPattern)
    {
        if (text.Length == 0)
            return null;
        if (text.Length > LongestPattern)
            return new(text, null, $"Search for at most {LongestPattern} characters.");
        try
        {
            const RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
            return new(text, new Regex(isPattern ? text : Regex.Escape(text), options, Deadline), null);
        }
        catch (RegexParseException ex)
        {
            return new(text, null, $"Not a pattern: {ex.Message}");
        }
        catch (NotSupportedException)
        {
            return new(text, null, "This pattern is too large, or looks ahead, behind or back: such patterns could take for ever.");
        }
    }

    public bool IsIn(string line)
    {
        try
        {
            return _pattern is { } pattern && pattern.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Where it is, from left to right and without overlaps.</summary>
    public IReadOnlyList<TextRange> In(string line)
    {
        if (_pattern is null)
            return [];
        var found = new List<TextRange>();
        try
        {
            foreach (var match in _pattern.EnumerateMatches(line))
            {
                if (match.Length > 0)
                    found.Add(new(match.Index, match.Length));
                if (found.Count == MostInALine)
                    break;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // What was found until then is shown.
        }

        return found;
    }
}
