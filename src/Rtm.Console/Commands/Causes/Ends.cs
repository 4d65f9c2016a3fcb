using System.Globalization;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Commands;

/// <summary>The facts of each end of a container, read from its events and from what this console did. Pure.</summary>
public static class Ends
{
    /// <summary>The facts of each die, by its place: what <see cref="ExitVerdicts.Of"/> makes its sentence of.</summary>
    /// <param name="rows">Rows of any engines, oldest first.</param>
    /// <param name="causes">Of the same rows.</param>
    /// <param name="limitOf">The memory limit of a container, by engine and full id; null where it is not known.</param>
    public static IReadOnlyDictionary<TimelinePlace, ExitFacts> Of(
        IEnumerable<TimelineEntry> rows, IReadOnlyDictionary<TimelinePlace, Cause> causes, Func<string, string, long?>? limitOf = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(causes);
        var ends = new Dictionary<TimelinePlace, ExitFacts>();
        var runs = new Dictionary<(string Engine, string ContainerId), Run>();
        foreach (var row in rows)
        {
            if (row is TimelineGap)
            {
                // What happened in the gap is not known: nothing of a run that it cut may be concluded from silence.
                foreach (var cut in runs.Keys.Where(key => key.Engine == row.Engine).ToList())
                    runs.Remove(cut);
                continue;
            }

            if (row is not TimelineEvent happened)
                continue;
            var key = (happened.Engine, happened.ContainerId);
            if (!runs.TryGetValue(key, out var run) || happened.Action == "start")
                runs[key] = run = new(happened.Action == "start" ? happened.At : null);
            var place = TimelinePlace.Of(happened);
            if (happened.Action == "die")
                ends[place] = FactsOf(happened, run, causes.GetValueOrDefault(place)) with { MemoryLimitBytes = limitOf?.Invoke(happened.Engine, happened.ContainerId) };
            else
                run.Take(happened);
        }

        return ends;
    }

    private static ExitFacts FactsOf(TimelineEvent die, Run run, Cause? cause) => new()
    {
        ExitCode = die.ExitCode,
        OomKilled = run.Oom ? true : run.StartedAt is null ? null : false,
        RanFor = run.StartedAt is { } started && die.At > started ? die.At - started : null,
        Signals = [.. run.Signals.Select(s => new SentSignal(s.Number, die.At > s.At ? die.At - s.At : TimeSpan.Zero))],
        Own = cause?.Act?.End,
        IsOwnUnknown = cause?.Kind == CauseKind.Unknown,
        Health = run.Health,
        IsComplete = run.StartedAt is not null,
    };

    private sealed class Run(DateTimeOffset? startedAt)
    {
        public DateTimeOffset? StartedAt { get; } = startedAt;

        public List<(int Number, DateTimeOffset At)> Signals { get; } = [];

        public bool Oom { get; private set; }

        public string? Health { get; private set; }

        public void Take(TimelineEvent happened)
        {
            switch (happened.Action)
            {
                case "kill" when int.TryParse(happened.Detail, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    Signals.Add((number, happened.At));
                    break;
                case "oom":
                    Oom = true;
                    break;
                case "health_status":
                    Health = happened.Detail;
                    break;
            }
        }
    }
}
