using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Timeline;

/// <summary>What the book of causes says of the rows that are drawn, as words beside them.</summary>
internal sealed class ToldCauses
{
    private const int LongestReason = 120;

    private readonly IReadOnlyDictionary<TimelinePlace, Cause> _causes;
    private readonly IReadOnlyDictionary<TimelinePlace, ExitFacts> _ends;

    /// <param name="book">The book.</param>
    /// <param name="newestFirst">The rows that are drawn.</param>
    public ToldCauses(CauseBook book, List<TimelineEntry> newestFirst)
    {
        var oldestFirst = new List<TimelineEntry>(newestFirst);
        oldestFirst.Reverse();
        (_causes, _ends) = book.Explain(oldestFirst);
    }

    /// <summary>The words with the severity that the end proves, and the cause; those it had where the book knows nothing.</summary>
    public (Verdict Words, string Cause) Of(TimelineEvent happened, Verdict words, string cause)
    {
        var place = TimelinePlace.Of(happened);
        if (_ends.TryGetValue(place, out var facts))
        {
            var end = ExitVerdicts.Of(facts);
            return (words with { Severity = end.Severity, Icon = end.Icon }, SafeText.Of(end.Text));
        }

        if (!_causes.TryGetValue(place, out var told) || told.Words.Length == 0)
            return (words, cause);
        // A planned signal is no alarm.
        var calm = told.Kind == CauseKind.Own && words.Severity == Severity.Attention ? words with { Severity = Severity.Neutral } : words;
        return (calm, SafeText.Of(told.Words, LongestReason) + (told.Took is { } took ? $", after {TimeWords.Duration(took)}" : ""));
    }
}
