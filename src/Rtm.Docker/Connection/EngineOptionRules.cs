namespace Rtm.Docker;

/// <summary>What <see cref="DockerEngineOptions"/> must be before a connection is prepared.</summary>
internal static class EngineOptionRules
{
    // A timer can't wait longer; a day is far beyond any sensible deadline.
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(1);

    public static void Check(DockerEngineOptions options, List<OptionFault> faults)
    {
        if (string.IsNullOrWhiteSpace(options.Name))
            faults.Add(new("Name", "must not be blank; every message names the engine by it"));
        if (string.IsNullOrWhiteSpace(options.LogDriver))
            faults.Add(new("LogDriver", "must not be blank; json-file is the usual one"));
        CheckDeadlines(options.Deadlines ?? new EngineDeadlines(), faults);
    }

    private static void CheckDeadlines(EngineDeadlines deadlines, List<OptionFault> faults)
    {
        (string Name, TimeSpan Value)[] all =
        [
            (nameof(deadlines.Connect), deadlines.Connect),
            (nameof(deadlines.List), deadlines.List),
            (nameof(deadlines.Inspect), deadlines.Inspect),
            (nameof(deadlines.Change), deadlines.Change),
            (nameof(deadlines.StopMargin), deadlines.StopMargin),
            (nameof(deadlines.PullSilence), deadlines.PullSilence),
            (nameof(deadlines.OpenStream), deadlines.OpenStream),
            (nameof(deadlines.StreamSilence), deadlines.StreamSilence),
            (nameof(deadlines.Cleanup), deadlines.Cleanup),
        ];
        foreach (var (name, value) in all)
        {
            if (value <= TimeSpan.Zero || value > LongestDeadline)
                faults.Add(new($"Deadlines:{name}", $"must be above 0 and at most one day, not {value}"));
        }
    }
}
