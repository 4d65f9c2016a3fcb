namespace Rtm.Docker;

/// <summary>
/// Resumes an event stream at a cursor. The engine replays from that instant on, so the event the cursor was made from comes again: exactly
/// that one is left out, once. Another event of the same instant is another event.
/// </summary>
internal sealed class EventResume(EventCursor? cursor)
{
    private EngineMessageKey? _seen = cursor?.Last;

    /// <summary>The engine's <c>since</c>: seconds, a point and nine digits; null for "from now on".</summary>
    public string? Since { get; } = cursor is null ? null : EngineTime.QueryText(cursor.TimeNano);

    /// <summary>Whether this is the message that the caller has seen already.</summary>
    public bool IsSeen(EngineMessage next)
    {
        if (next.Key != _seen)
            return false;
        _seen = null;
        return true;
    }
}
