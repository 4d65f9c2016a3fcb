using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Engine events to rows of the timeline. Labels and attributes that no row shows are not kept: they can hold secrets.</summary>
internal static class TimelineEvents
{
    /// <param name="engine">The engine's name.</param>
    /// <param name="owner">Whose container it is.</param>
    /// <param name="happened">The event.</param>
    /// <param name="known">What the board knows of the container.</param>
    /// <param name="now">The engine's clock: when it happened, where the engine doesn't say.</param>
    public static TimelineEvent From(string engine, string owner, EngineEvent happened, BoardContainer? known, DateTimeOffset now)
    {
        var (verb, suffix) = Split(happened.Action);
        return new(engine, 0, happened.OccurredAt ?? now)
        {
            TimeNano = happened.TimeNano,
            ContainerId = happened.ContainerId,
            Name = happened.Labels.GetValueOrDefault("name") ?? known?.Name ?? "",
            Image = happened.Labels.GetValueOrDefault("image") ?? known?.Image ?? "",
            Owner = owner,
            Action = verb,
            Detail = suffix.Length > 0 ? suffix : verb switch
            {
                "kill" => happened.Labels.GetValueOrDefault("signal") ?? "",
                "rename" => (happened.Labels.GetValueOrDefault("oldName") ?? "").TrimStart('/'),
                _ => "",
            },
            ExitCode = happened.ExitCode,
            // Of a container without a health check, an exec was somebody's.
            IsProbe = verb.StartsWith("exec_", StringComparison.Ordinal) && known?.Facts.Health is not null,
        };
    }

    private static (string Verb, string Suffix) Split(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (action, "") : (action[..colon], action[(colon + 1)..].Trim());
    }
}
