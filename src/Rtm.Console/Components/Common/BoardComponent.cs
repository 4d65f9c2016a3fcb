using Microsoft.AspNetCore.Components;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Common;

/// <summary>A component that shows the boards: the newest snapshot of each engine.</summary>
public abstract class BoardComponent : LiveComponent
{
    private BoardSnapshot[] _snapshots = [];

    [Inject] protected BoardDirectory Directory { get; set; } = default!;

    protected IReadOnlyList<BoardSnapshot> Snapshots => _snapshots;

    protected override void OnInitialized()
    {
        var subscriptions = Directory.Boards.Select(b => b.Subscribe()).ToArray();
        _snapshots = [.. subscriptions.Select(s => s.Snapshot)];
        OnBoardsChanged();
        for (var i = 0; i < subscriptions.Length; i++)
        {
            var index = i;
            Follow(subscriptions[index], change => _snapshots[index] = change.Snapshot);
        }
    }

    protected sealed override void OnChanged() => OnBoardsChanged();

    /// <summary>Called on the renderer's context before each draw.</summary>
    protected virtual void OnBoardsChanged()
    {
    }
}
