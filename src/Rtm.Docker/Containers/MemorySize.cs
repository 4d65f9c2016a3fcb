using System.Buffers;
using System.Globalization;

namespace Rtm.Docker;

/// <summary>
/// Memory sizes as text, read as Docker's own tools read them (go-units <c>RAMInBytes</c>): a decimal number, an optional space and an
/// optional unit <c>b</c>, <c>k</c>, <c>m</c>, <c>g</c>, <c>t</c> or <c>p</c>, the last five also as <c>kb</c> or <c>kib</c>, in any case, always in multiples of 1,024.
/// </summary>
public static class MemorySize
{
    private const string Units = "kmgtp";

    private static readonly SearchValues<char> NumberEnds = SearchValues.Create("0123456789. ");

    /// <summary>Reads a size.</summary>
    /// <param name="text">Such as <c>512m</c>, <c>1.5GiB</c> or <c>1024</c>.</param>
    /// <param name="bytes">The size in bytes, fractions dropped; 0 where the text is none.</param>
    /// <returns>Whether the text is a size that fits a 64-bit number of bytes.</returns>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        if (text is null)
            return false;
        var last = text.AsSpan().LastIndexOfAny(NumberEnds);
        if (last < 0)
            return false;
        var number = text[last] == ' ' ? text.AsSpan(0, last) : text.AsSpan(0, last + 1);
        if (!IsDecimal(number) || !TryMultiplier(text.AsSpan(last + 1), out var multiplier))
            return false;
        var size = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) * multiplier;
        // 2^63 is the first double that a long can't hold; -0 is 0.
        if (double.IsNaN(size) || size < 0 || size >= 9223372036854775808.0)
            return false;
        bytes = (long)size;
        return true;
    }

    // What both .NET and Go read as the same decimal number: a sign, digits with at most one point, an exponent. No blanks, no "Infinity".
    // Go's hexadecimal numbers and digit separators are refused: no one writes a limit so, and a misread limit is worse than a refusal.
    private static bool IsDecimal(ReadOnlySpan<char> number)
    {
        var i = number.Length > 0 && number[0] is '+' or '-' ? 1 : 0;
        var digits = CountDigits(number[i..]);
        i += digits;
        if (i < number.Length && number[i] == '.')
        {
            var fraction = CountDigits(number[(i + 1)..]);
            digits += fraction;
            i += fraction + 1;
        }
        if (digits == 0)
            return false;
        if (i < number.Length && number[i] is 'e' or 'E')
        {
            i++;
            if (i < number.Length && number[i] is '+' or '-')
                i++;
            var exponent = CountDigits(number[i..]);
            if (exponent == 0)
                return false;
            i += exponent;
        }
        return i == number.Length;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static bool TryMultiplier(ReadOnlySpan<char> unit, out double multiplier)
    {
        multiplier = 1;
        if (unit.Length == 0 || unit.Equals("b", StringComparison.OrdinalIgnoreCase))
            return true;
        // Go lowers the Kelvin sign to a k, and takes it alone: with a b it is longer, in bytes, than Go lets a unit be.
        if (unit is "\u212A")
            unit = "k";
        var power = char.IsAscii(unit[0]) ? Units.IndexOf(char.ToLowerInvariant(unit[0])) + 1 : 0;
        multiplier = Math.Pow(1024, power);
        var rest = unit[1..];
        return power > 0
            && (rest.Length == 0 || rest.Equals("b", StringComparison.OrdinalIgnoreCase) || rest.Equals("ib", StringComparison.OrdinalIgnoreCase));
    }
}
