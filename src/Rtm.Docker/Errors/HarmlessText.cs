using System.Globalization;
using System.Text;

namespace Rtm.Docker;

/// <summary>Foreign text for a message: on one line, bounded, and without anything a terminal or a log could act on.</summary>
internal static class HarmlessText
{
    public const int Longest = 2000;

    public static string Of(string text, int longest = Longest)
    {
        var harmless = new StringBuilder(Math.Min(text.Length, longest) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (harmless.Length + rune.Utf16SequenceLength > longest)
                return harmless.Append('…').ToString();
            harmless.Append(IsHarmless(rune) ? rune.ToString() : " ");
        }
        return harmless.ToString().Trim();
    }

    private static bool IsHarmless(Rune rune) => !Rune.IsControl(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
