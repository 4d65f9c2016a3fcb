using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>Stops or restarts a container with a chosen grace, and can shorten the wait once it is on.</summary>
public sealed partial class GraceDialog : ContainerDialog
{
    private string _fault = "";

    /// <summary>Whether it is started again afterwards.</summary>
    [Parameter] public bool Restart { get; set; }

    [Inject] private CommandOptions Options { get; set; } = default!;

    protected override CommandAction Action => Restart ? CommandAction.Restart : CommandAction.Stop;

    private string Verb => OperationWords.Capital(CommandWords.Verb(Action));

    private Task ConfirmAsync()
    {
        (var grace, _fault) = Draft.ReadGrace(Options);
        if (_fault.Length > 0)
            return Task.CompletedTask;
        var seen = SeenContainer.Of(Shown);
        return SendAsync(id => Restart
            ? new RestartCommand { ActionId = id, Engine = Shown.Engine, ContainerId = Shown.Id, Seen = seen, Reason = Draft.Reason, Grace = grace }
            : new StopCommand { ActionId = id, Engine = Shown.Engine, ContainerId = Shown.Id, Seen = seen, Reason = Draft.Reason, Grace = grace });
    }
}
