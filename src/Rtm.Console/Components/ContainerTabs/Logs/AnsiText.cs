using System.Text;
using Rtm.Console.Components.Common;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>A piece of a line in one style.</summary>
internal readonly record struct AnsiSpan(int Start, int Length, AnsiStyle Style);

/// <summary>
/// A log line as it may be shown: colours become styles, and every other control sequence is visible text. Each line starts plain: what a line before
/// it left switched on doesn't colour a log that was opened in the middle.
/// </summary>
internal sealed class AnsiText
{
    private const char Escape = '\u001b';
    private const int MostCodes = 32;

    private AnsiText(string text, IReadOnlyList<AnsiSpan> spans) => (Text, Spans) = (text, spans);

    /// <summary>Harmless text, without colour sequences: what is searched, marked and drawn.</summary>
    public string Text { get; }

    /// <summary>Covers the text from left to right without gaps; empty for plain text.</summary>
    public IReadOnlyList<AnsiSpan> Spans { get; }

    public static AnsiText Parse(string raw)
    {
        if (!raw.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return new(raw, []);
        return raw.Contains(Escape, StringComparison.Ordinal) ? ParseStyled(raw) : new(Harmless(raw), []);
    }

    private static AnsiText ParseStyled(string raw)
    {
        var text = new StringBuilder(raw.Length);
        var spans = new List<AnsiSpan>();
        var style = default(AnsiStyle);
        Span<int> codes = stackalloc int[MostCodes];
        var at = 0;
        while (at < raw.Length)
        {
            if (IsColor(raw, at, codes, out var count, out var end))
            {
                style = count == 0 ? default : style.With(codes[..count]);
                at = end;
                continue;
            }

            var next = raw.IndexOf(Escape, at + 1) is var found and >= 0 ? found : raw.Length;
            var piece = Harmless(raw[at..next]);
            spans.Add(new(text.Length, piece.Length, style));
            text.Append(piece);
            at = next;
        }

        return new(text.ToString(), spans.TrueForAll(span => span.Style == default) ? [] : spans);
    }

    /// <summary>Whether an SGR sequence, <c>ESC [ numbers m</c>, starts here. One that is too long to be honest does not count.</summary>
    private static bool IsColor(string raw, int at, Span<int> codes, out int count, out int end)
    {
        (count, end) = (0, at);
        if (at + 2 >= raw.Length || raw[at] != Escape || raw[at + 1] != '[')
            return false;
        var value = -1;
        for (var i = at + 2; i < raw.Length; i++)
        {
            var c = raw[i];
            if (char.IsAsciiDigit(c))
            {
                value = Math.Min(Math.Max(value, 0) * 10 + (c - '0'), 999);
                continue;
            }

            if (c is not (';' or ':' or 'm') || count == codes.Length)
                return false;
            if (c != 'm' || value >= 0 || count > 0)
                codes[count++] = Math.Max(value, 0);
            value = -1;
            if (c == 'm')
            {
                end = i + 1;
                return true;
            }
        }

        return false;
    }

    // Tabs are what logs are laid out with.
    private static string Harmless(string text) => SafeText.Of(text, int.MaxValue).Replace('\u2409', '\t');
}
