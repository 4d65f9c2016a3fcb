using System.Globalization;

namespace Rtm.Console.Components.Common;

/// <summary>Times and durations in words. Exact times are UTC: the server doesn't know the reader's zone, and engines log in UTC.</summary>
public static class TimeWords
{
    /// <summary>Never negative: an engine's clock may be corrected between two of its time stamps.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        { TotalDays: < 730 } => $"{(int)span.TotalDays} d",
        _ => $"{(int)(span.TotalDays / 365.25)} y",
    };

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
