using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>How the store is, as the last try to write it showed.</summary>
internal sealed class StoreState(TimelineBacklog backlog, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _downSince;
    private string _reason = "";

    public ArchiveState Current
    {
        get
        {
            lock (_lock)
                return new(_downSince, _reason, backlog.Waiting);
        }
    }

    /// <returns>Whether that is news.</returns>
    public bool SetDown(string reason)
    {
        lock (_lock)
        {
            var isNew = _reason != reason;
            (_downSince, _reason) = (_downSince ?? clock.GetUtcNow(), reason);
            return isNew;
        }
    }

    /// <returns>Whether that is news.</returns>
    public bool SetUp()
    {
        lock (_lock)
        {
            var isNew = _downSince is not null;
            (_downSince, _reason) = (null, "");
            return isNew;
        }
    }
}
