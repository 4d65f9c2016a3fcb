using System.Globalization;
using System.Text;

namespace Rtm.Console.Components.Common;

/// <summary>
/// Makes text from an engine harmless to read: whatever would move the cursor, turn the writing direction or stay invisible is shown
/// by its code instead. Markup is not its business: Razor encodes.
/// </summary>
public static class SafeText
{
    public const int Longest = 512;

    public static string Of(string? text, int longest = Longest)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var safe = new StringBuilder(Math.Min(text.Length, longest) + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (safe.Length >= longest)
                return safe.Append('…').ToString();
            Append(safe, rune);
        }

        return safe.ToString();
    }

    private static void Append(StringBuilder safe, Rune rune)
    {
        switch (rune.Value)
        {
            case < 0x20:
                safe.Append((char)(0x2400 + rune.Value));
                break;
            case 0x7F:
                safe.Append('\u2421');
                break;
            case var code when IsUnseen(rune):
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{code:X4}}}");
                break;
            default:
                safe.Append(rune.ToString());
                break;
        }
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
