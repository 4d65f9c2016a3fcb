namespace Rtm.Docker;

/// <summary>
/// Resumes an event stream at a cursor. The engine replays from that instant on, so the event the cursor was made from comes again: exactly
/// that one is left out, once. Another event of the same instant is another event.
/// </summary>
internal sealed class EventResume(EventCursor? cursor)
{
    private EngineEvent? _seen = cursor?.Last;

    /// <summary>The engine's <c>since</c>: seconds, a point and nine digits; null for "from now on".</summary>
    public string? Since { get; } = cursor is null ? null : EngineTime.QueryText(cursor.TimeNano);

    /// <summary>Whether this is the event that the caller has seen already.</summary>
    public bool IsSeen(EngineEvent next)
    {
        if (_seen is null || next.TimeNano != _seen.TimeNano || next.Action != _seen.Action || next.ContainerId != _seen.ContainerId)
            return false;
        _seen = null;
        return true;
    }
}
