using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>Removes a container that doesn't run: says what is lost, and wants the name typed.</summary>
public sealed partial class RemoveDialog : ContainerDialog
{
    private string _typed = "";
    private string _fault = "";

    protected override CommandAction Action => CommandAction.Remove;

    private Task ConfirmAsync()
    {
        _fault = TypedNameField.FaultOf(_typed, Shown.Name);
        return _fault.Length > 0 ? Task.CompletedTask : SendAsync(id => new RemoveCommand
        {
            ActionId = id,
            Engine = Shown.Engine,
            ContainerId = Shown.Id,
            Seen = SeenContainer.Of(Shown),
            Reason = Draft.Reason,
            TypedName = _typed,
        });
    }
}
