using System.Globalization;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Timeline;

/// <summary>Sums up for a screen reader what came in, no more than once in five seconds.</summary>
internal sealed class TimelineAnnouncer
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private DateTimeOffset _said = DateTimeOffset.MinValue;
    private int _events;
    private int _crashes;
    private int _gaps;

    public string Text { get; private set; } = "";

    public void Note(TimelineEntry row)
    {
        if (row is TimelineGap)
            _gaps++;
        else
            _events++;
        if (row is TimelineEvent { Action: "die" } died && ActionWords.Of(died).Severity == Severity.Failed)
            _crashes++;
    }

    /// <summary>Whether there is something new to say.</summary>
    public bool Speak(DateTimeOffset now)
    {
        if (_events + _gaps == 0 || now - _said < Pause)
            return false;
        string[] parts = [Counted(_events, "new event", "new events"), Counted(_crashes, "crash", "crashes"), Counted(_gaps, "gap: events were lost", "gaps: events were lost")];
        Text = string.Join(", ", parts.Where(p => p.Length > 0));
        (_said, _events, _crashes, _gaps) = (now, 0, 0, 0);
        return true;
    }

    private static string Counted(int count, string one, string many) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
