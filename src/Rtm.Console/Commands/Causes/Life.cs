using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>What a container's events up to here prove about the next one.</summary>
internal sealed class Life
{
    // The engine removes what was run with --rm as soon as it has ended.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private readonly HashSet<(string ActionId, string Step)> _steps = [];
    private string _before = "";
    private bool _signalled;
    private DateTimeOffset? _endedAt;
    private OwnAct? _endedBy;

    /// <summary>Whether the act has this step still before it: all but signals come once.</summary>
    public bool IsOpen(OwnAct act, string action) => action == "kill" || !_steps.Contains((act.ActionId, action));

    /// <summary>The act that ended the container, where the engine removed it with its end.</summary>
    public OwnAct? RemovedWith(TimelineEvent happened) => IsWithEnd(happened) ? _endedBy : null;

    /// <summary>Whether an event that no act explains is somebody's act all the same.</summary>
    public bool IsSomebodys(TimelineEvent happened) => happened.Action switch
    {
        // After an end it is the engine's restart policy, as far as events can tell; and after what is not known it may be.
        "start" => _before is "create" or "stop",
        "destroy" => !IsWithEnd(happened) || _signalled,
        "create" or "kill" or "stop" or "restart" or "pause" or "unpause" or "rename" or "update" or "commit" or "copy" or "attach" or "resize" => true,
        _ => false,
    };

    public void Take(TimelineEvent happened, OwnAct? act)
    {
        if (act is not null)
            _steps.Add((act.ActionId, happened.Action));
        switch (happened.Action)
        {
            case "start":
                (_signalled, _endedAt, _endedBy) = (false, null, null);
                break;
            case "kill":
                _signalled |= act is null;
                break;
            case "die":
                (_endedAt, _endedBy) = (happened.At, act);
                break;
        }

        if (happened.Action is "create" or "start" or "die" or "kill" or "stop")
            _before = happened.Action;
    }

    private bool IsWithEnd(TimelineEvent happened) => happened.Action == "destroy" && happened.At - _endedAt <= AtOnce;
}
