using System.Text.RegularExpressions;

namespace Rtm.Console.Relay;

/// <summary>Reads the engine's sentence about a state, such as <c>Exited (3) 5 minutes ago</c> or <c>Up 2 hours (healthy)</c>.</summary>
internal static partial class StatusText
{
    /// <summary>The sentence without its duration, which changes by itself and says nothing.</summary>
    public static string WithoutDuration(string text) => Duration().Replace(text, "…");

    public static int? ExitCode(string text) =>
        Code().Match(text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, out var code) ? code : null;

    public static string? Health(string text) => text switch
    {
        _ when text.EndsWith("(healthy)", StringComparison.Ordinal) => "healthy",
        _ when text.EndsWith("(unhealthy)", StringComparison.Ordinal) => "unhealthy",
        _ when text.EndsWith("(health: starting)", StringComparison.Ordinal) => "starting",
        _ => null,
    };

    /// <summary>Whether it changed its state within the last minute, by the engine's own clock.</summary>
    public static bool IsRecent(string text) => Recent().IsMatch(text);

    [GeneratedRegex(@"(Less than |About )?(\d+|an?) (second|minute|hour|day|week|month|year)s?( ago)?", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(?:Exited|Restarting) \((-?\d{1,9})\)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex(@"(\d|a) seconds?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Recent();
}
