using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Rtm.Docker;

/// <summary>
/// The engine's times: RFC 3339 with up to nine fractional digits, or nanoseconds since 1970. What can't be read is null, as is the year 1,
/// which is how the engine writes "never". Fractions below 100 ns are dropped.
/// </summary>
internal static class EngineTime
{
    // 9999-12-31T23:59:59.999999999+23:59
    private const int LongestText = 35;

    private const int ShortestText = 20;

    /// <summary>Reads a time; null where it is absent, malformed or the year 1.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        if (text is null || text.Length > LongestText || !Ascii.IsValid(text))
            return null;
        Span<byte> ascii = stackalloc byte[LongestText];
        return Parse(ascii[..Encoding.ASCII.GetBytes(text, ascii)]);
    }

    /// <inheritdoc cref="Parse(string?)"/>
    public static DateTimeOffset? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length is < ShortestText or > LongestText
            || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second))
        {
            return null;
        }
        if (year <= 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return null;
        if (!TryFraction(text[19..], out var fraction, out var zone) || !TryOffset(zone, out var offset))
            return null;
        // Offsets beyond 14 hours are legal here but not in a DateTimeOffset, so the sum is done in ticks.
        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).Ticks + fraction - offset;
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>Reads nanoseconds since 1970-01-01T00:00:00Z; null for 0, which is how the engine's JSON says "none".</summary>
    public static DateTimeOffset? FromUnixNanoseconds(long nanoseconds)
    {
        if (nanoseconds == 0)
            return null;
        var ticks = Math.DivRem(nanoseconds, 100, out var rest);
        // Every 64-bit number of nanoseconds is within 293 years of 1970. Rounded towards the past on both sides of it.
        return DateTimeOffset.UnixEpoch.AddTicks(rest < 0 ? ticks - 1 : ticks);
    }

    /// <summary>Nanoseconds since 1970 as the engine's queries take them: seconds, a point and nine digits.</summary>
    public static string QueryText(long nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000_000}.{nanoseconds % 1_000_000_000:D9}");

    private static bool TryFraction(ReadOnlySpan<byte> text, out long ticks, out ReadOnlySpan<byte> zone)
    {
        ticks = 0;
        zone = text;
        if (text[0] != '.')
            return true;
        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > 9)
            return false;
        for (var i = 1; i <= 7; i++)
            ticks = ticks * 10 + (i <= digits ? text[i] - '0' : 0);
        zone = text[(digits + 1)..];
        return true;
    }

    private static bool TryOffset(ReadOnlySpan<byte> zone, out long ticks)
    {
        ticks = 0;
        if (zone is [(byte)'Z'])
            return true;
        if (zone.Length != 6 || zone[0] is not ((byte)'+' or (byte)'-') || zone[3] != ':'
            || !TryDigits(zone[1..3], out var hours) || !TryDigits(zone[4..], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }
        ticks = (hours * 60L + minutes) * TimeSpan.TicksPerMinute * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(text, out value, out _);
    }
}
