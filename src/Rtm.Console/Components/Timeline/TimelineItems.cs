using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Timeline;

/// <summary>A row as it is drawn.</summary>
/// <param name="Entry">The row.</param>
/// <param name="Words">What happened.</param>
/// <param name="Cause">Why, as far as rows before it tell; empty where they don't.</param>
/// <param name="Day">The day that begins (read downwards) with this row; null where it is the one of the row above.</param>
public sealed record TimelineItem(TimelineEntry Entry, Verdict Words, string Cause, DateOnly? Day)
{
    public TimelinePlace Place => TimelinePlace.Of(Entry);

    /// <summary>The act of this console whose events begin (read downwards) with this row; null for most.</summary>
    public ToldAct? Head { get; init; }

    /// <summary>Whether it is a step under the heading of its act.</summary>
    public bool IsStep { get; init; }

    /// <summary>The act of this console behind a row that no heading tells of; empty for most.</summary>
    public string ActionId { get; init; } = "";

    /// <summary>Its cells, where they were drawn.</summary>
    public RowMarkup? Markup { get; init; }

    /// <summary>Whether its cells say the same.</summary>
    internal bool LooksLike(TimelineItem other) =>
        Entry.Equals(other.Entry) && Words == other.Words && Cause == other.Cause && ActionId == other.ActionId;
}

/// <summary>Rows to what is drawn of them. Pure.</summary>
internal static class TimelineItems
{
    /// <summary>Rows, newest first, with events of health probes at their places.</summary>
    public static List<TimelineEntry> Ordered(IEnumerable<TimelineEntry> rows, IReadOnlyCollection<TimelineEvent> probes) =>
        probes.Count == 0 ? [.. rows] : [.. rows.Concat(probes).OrderByDescending(TimelinePlace.Of)];

    /// <param name="all">Newest first.</param>
    /// <param name="book">Who or what was behind the rows; null where nobody asks.</param>
    /// <param name="isNested">Whether the events of an act nest under a heading.</param>
    public static List<TimelineItem> Of(List<TimelineEntry> all, CauseBook? book = null, bool isNested = true)
    {
        var runs = new Dictionary<(string, string), Run>();
        var items = new TimelineItem[all.Count];
        var told = book is null ? null : new ToldCauses(book, all, isNested);
        for (var i = all.Count - 1; i >= 0; i--)
        {
            var (words, cause) = all[i] switch
            {
                TimelineEvent e => WordsOf(e, runs),
                TimelineDifference d => (new(Severity.Attention, ActionWords.Found(d), VerdictIcon.Question), ""),
                _ => (default(Verdict), ""),
            };
            var day = DayOf(all[i]);
            var item = new TimelineItem(all[i], words, cause, i == 0 || DayOf(all[i - 1]) != day ? day : null);
            items[i] = told is null ? item : told.Of(item);
        }

        return [.. items];
    }

    private static DateOnly DayOf(TimelineEntry row) => DateOnly.FromDateTime(row.At.UtcDateTime);

    // What a run's end was due to stands in the rows before it.
    private static (Verdict Words, string Cause) WordsOf(TimelineEvent happened, Dictionary<(string, string), Run> runs)
    {
        var key = (happened.Engine, happened.ContainerId);
        var run = runs.GetValueOrDefault(key) ?? new();
        switch (happened.Action)
        {
            case "oom":
                runs[key] = run with { IsOutOfMemory = true };
                break;
            case "kill" when run.Signals.Count < 3:
                runs[key] = run with { Signals = [.. run.Signals, ActionWords.Signal(happened.Detail)] };
                break;
            case "die":
                runs.Remove(key);
                return (ActionWords.Of(happened, run.IsOutOfMemory), run.Cause);
            case "start":
                runs.Remove(key);
                break;
        }

        return (ActionWords.Of(happened), "");
    }

    private sealed record Run
    {
        public bool IsOutOfMemory { get; init; }

        public IReadOnlyList<string> Signals { get; init; } = [];

        public string Cause => IsOutOfMemory ? "out of memory" : Signals.Count > 0 ? "after " + string.Join(", ", Signals) : "";
    }
}
