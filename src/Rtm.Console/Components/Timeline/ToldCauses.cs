using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Timeline;

/// <summary>What the book of causes says of the rows that are drawn: headings above them and words beside them.</summary>
internal sealed class ToldCauses
{
    private const int LongestReason = 120;

    private readonly IReadOnlyDictionary<TimelinePlace, Cause> _causes;
    private readonly IReadOnlyDictionary<TimelinePlace, ExitFacts> _ends;
    private readonly ActGroups _groups;

    /// <param name="book">The book.</param>
    /// <param name="newestFirst">The rows that are drawn.</param>
    /// <param name="isNested">Whether rows nest under headings; else each tells the whole by itself.</param>
    public ToldCauses(CauseBook book, List<TimelineEntry> newestFirst, bool isNested)
    {
        var oldestFirst = new List<TimelineEntry>(newestFirst);
        oldestFirst.Reverse();
        (_causes, _ends) = book.Explain(oldestFirst);
        _groups = new(isNested ? newestFirst : [], _causes);
    }

    /// <summary>The row with what is known of who was behind it; as it was where the book knows nothing.</summary>
    public TimelineItem Of(TimelineItem item)
    {
        var place = item.Place;
        var cause = _causes.GetValueOrDefault(place);
        var isStep = _groups.IsStep(place);
        var told = item with { Head = _groups.HeadOf(place), IsStep = isStep, ActionId = isStep ? "" : cause?.Act?.ActionId ?? "" };
        var after = cause?.After is { } span ? TimeWords.Since(span) : "";
        if (_ends.TryGetValue(place, out var facts))
        {
            var end = ExitVerdicts.Of(facts);
            var words = isStep && facts.Own is { } own ? ExitVerdicts.How(own, facts) : end.Text;
            return told with { Words = item.Words with { Severity = end.Severity, Icon = end.Icon }, Cause = Joined(SafeText.Of(words), after) };
        }

        if (cause is null || cause.Words.Length == 0)
            return told;
        // A planned signal is no alarm.
        var calm = cause.Kind == CauseKind.Own && item.Words.Severity == Severity.Attention ? item.Words with { Severity = Severity.Neutral } : item.Words;
        return told with { Words = calm, Cause = isStep ? after : Joined(SafeText.Of(cause.Words, LongestReason), after) };
    }

    private static string Joined(string words, string after) => after.Length == 0 ? words : $"{words}, {after}";
}
