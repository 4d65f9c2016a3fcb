using System.Globalization;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Commands;

/// <summary>The facts of each end of a container, read from its events and from what this console did. Pure.</summary>
public static class Ends
{
    /// <summary>The facts of each die, by its <see cref="TimelineEntry.Sequence"/>: what <see cref="ExitVerdicts.Of"/> makes its sentence of.</summary>
    /// <param name="rows">Rows of one engine, oldest first.</param>
    /// <param name="causes">Of the same rows.</param>
    public static IReadOnlyDictionary<long, ExitFacts> Of(IEnumerable<TimelineEntry> rows, IReadOnlyDictionary<long, Cause> causes)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(causes);
        var ends = new Dictionary<long, ExitFacts>();
        var runs = new Dictionary<string, Run>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row is TimelineGap)
            {
                // What happened in the gap is not known: nothing of a run that it cut may be concluded from silence.
                runs.Clear();
                continue;
            }

            if (row is not TimelineEvent happened)
                continue;
            if (!runs.TryGetValue(happened.ContainerId, out var run) || happened.Action == "start")
                runs[happened.ContainerId] = run = new(happened.Action == "start" ? happened.At : null);
            if (happened.Action == "die")
                ends[happened.Sequence] = FactsOf(happened, run, causes.GetValueOrDefault(happened.Sequence)?.Act);
            else
                run.Take(happened);
        }

        return ends;
    }

    /// <summary>The last end of each container, by its full id.</summary>
    public static IReadOnlyDictionary<string, (TimelineEvent Die, ExitFacts Facts)> LastOf(IReadOnlyCollection<TimelineEntry> rows, IReadOnlyDictionary<long, ExitFacts> ends)
    {
        ArgumentNullException.ThrowIfNull(ends);
        var last = new Dictionary<string, (TimelineEvent, ExitFacts)>(StringComparer.Ordinal);
        foreach (var die in rows.OfType<TimelineEvent>().Where(e => e.Action == "die"))
        {
            if (ends.TryGetValue(die.Sequence, out var facts))
                last[die.ContainerId] = (die, facts);
        }

        return last;
    }

    private static ExitFacts FactsOf(TimelineEvent die, Run run, OwnAct? act) => new()
    {
        ExitCode = die.ExitCode,
        OomKilled = run.Oom ? true : run.StartedAt is null ? null : false,
        RanFor = run.StartedAt is { } started && die.At > started ? die.At - started : null,
        Signals = [.. run.Signals.Select(s => new SentSignal(s.Number, die.At > s.At ? die.At - s.At : TimeSpan.Zero))],
        Own = act?.End,
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
