using System.Text.RegularExpressions;

namespace Rtm.Console.Relay;

/// <summary>Reads the engine's sentence about a state, such as <c>Exited (3) 5 minutes ago</c> or <c>Up 2 hours (healthy)</c>.</summary>
internal static partial class StatusText
{
    public static int? ExitCode(string text) =>
        Code().Match(text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, out var code) ? code : null;

    public static string? Health(string text) => text switch
    {
        _ when text.EndsWith("(healthy)", StringComparison.Ordinal) => "healthy",
        _ when text.EndsWith("(unhealthy)", StringComparison.Ordinal) => "unhealthy",
        _ when text.EndsWith("(health: starting)", StringComparison.Ordinal) => "starting",
        _ => null,
    };

    /// <summary>The longest that the state can have lasted by what the sentence says; null where it says nothing of it.</summary>
    public static TimeSpan? LongestSince(string text)
    {
        if (text.Contains("Less than a second", StringComparison.Ordinal))
            return TimeSpan.FromSeconds(1);
        if (Duration().Match(text) is not { Success: true } match)
            return null;
        var count = int.TryParse(match.Groups[1].ValueSpan, out var number) ? number : 1;
        var unit = match.Groups[2].Value switch
        {
            "second" => TimeSpan.FromSeconds(1),
            "minute" => TimeSpan.FromMinutes(1),
            "hour" => TimeSpan.FromHours(1),
            "day" => TimeSpan.FromDays(1),
            "week" => TimeSpan.FromDays(7),
            "month" => TimeSpan.FromDays(31),
            _ => TimeSpan.FromDays(366),
        };
        // The engine counts whole units.
        return unit * (count + 1.0);
    }

    [GeneratedRegex(@"(\d{1,6}|an?) (second|minute|hour|day|week|month|year)s?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(?:Exited|Restarting) \((-?\d{1,9})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
