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

    /// <summary>How long <see cref="Duration"/> goes on saying the same of a span that grows.</summary>
    public static TimeSpan UntilNext(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => TimeSpan.FromSeconds(1) - span,
        { TotalMinutes: < 1 } => Rest(span, TimeSpan.FromSeconds(1)),
        { TotalHours: < 1 } => Rest(span, TimeSpan.FromMinutes(1)),
        { TotalHours: < 48 } => Rest(span, TimeSpan.FromHours(1)),
        _ => Rest(span, TimeSpan.FromDays(1)),
    };

    /// <summary>The time since something, finely while it is short: <c>+29.9 s</c>.</summary>
    public static string Since(TimeSpan span) => span.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"+{Math.Max(0, span.TotalSeconds):0.0} s")
        : $"+{Duration(span)}";

    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>With milliseconds, without the zone.</summary>
    public static string Fine(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static TimeSpan Rest(TimeSpan span, TimeSpan unit) => unit - TimeSpan.FromTicks(span.Ticks % unit.Ticks);
}
