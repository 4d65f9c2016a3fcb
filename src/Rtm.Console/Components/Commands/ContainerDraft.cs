using System.Globalization;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>What a dialog about one container asks for.</summary>
public sealed class ContainerDraft
{
    public string Reason { get; set; } = "";

    /// <summary>Seconds as they were typed; null before anything was.</summary>
    public string? Grace { get; set; }

    internal string GraceText(CommandOptions options) => Grace ?? options.DefaultGrace.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>The grace that was chosen, or why it is none.</summary>
    internal (TimeSpan Grace, string Fault) ReadGrace(CommandOptions options) =>
        int.TryParse(GraceText(options), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Longest(options)
            ? (TimeSpan.FromSeconds(seconds), "")
            : (default, $"Must be a whole number of seconds from 0 to {Longest(options)}.");

    internal static int Longest(CommandOptions options) => (int)options.LongestGrace.TotalSeconds;
}
