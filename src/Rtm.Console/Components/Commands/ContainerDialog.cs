using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Components.Containers;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Commands;

/// <summary>A dialog about one container: it holds on to what the person saw, and says when that is no longer so.</summary>
public abstract class ContainerDialog : CommandDialog
{
    [Parameter, EditorRequired] public required BoardContainer Container { get; set; }

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private protected CommandDrafts Drafts { get; set; } = default!;

    protected abstract CommandAction Action { get; }

    /// <summary>What the person saw when they opened it, or when they looked again.</summary>
    internal BoardContainer Shown { get; private set; } = default!;

    /// <summary>What the engine shows now; null where it is gone.</summary>
    internal BoardContainer? Current => Directory.Boards.First(b => b.Engine == Container.Engine).Current.Containers.GetValueOrDefault(Container.Id);

    protected string Name => ContainerRow.NameOf(Container);

    protected ContainerDraft Draft => Drafts.For<ContainerDraft>(DraftKey);

    private string DraftKey => $"{Action}/{Container.Engine}/{Container.Id}";

    /// <summary>Why the action makes no sense as the container is; null where it does.</summary>
    internal string? Pointless => ContainerRules.WhyNot(Action, Shown.Facts.State);

    internal bool HasMoved => Current is not { } now || ContainerStates.IsUp(now.Facts.State) != ContainerStates.IsUp(Shown.Facts.State);

    protected override bool Ticks => true;

    protected override void OnInitialized()
    {
        Shown = Container;
        base.OnInitialized();
        Follow(Directory.Boards.First(b => b.Engine == Container.Engine).Subscribe(), _ => { });
    }

    protected override void OnDone(CommandOutcome outcome) => Drafts.Forget(DraftKey);

    internal void LookAgain()
    {
        Shown = Current ?? Shown;
        ForgetFault();
    }

    /// <summary>Sends a kill while the dialog's own command waits for the container to end.</summary>
    internal Task KillAsync(string reason) => SendBesideAsync(id => new KillCommand
    {
        ActionId = id,
        Engine = Shown.Engine,
        ContainerId = Shown.Id,
        Seen = SeenContainer.Of(Current ?? Shown),
        Reason = reason,
    });

    /// <summary>Who changed it since the person looked, as far as this console knows.</summary>
    internal Operation? Mover => Operations.Finished.FindLast(o => o.ContainerId == Container.Id && o.Engine == Container.Engine && o.Outcome?.Result == CommandResult.Done);
}
