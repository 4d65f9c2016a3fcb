using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Inspection;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>Removes a container that doesn't run: says what is lost, and wants the name typed.</summary>
public sealed partial class RemoveDialog : ContainerDialog
{
    private const int VolumeIdLength = 64;

    private string _typed = "";
    private string _fault = "";
    private string _unread = "";
    private ContainerSheet? _sheet;

    [Inject] private ContainerDesk Containers { get; set; } = default!;

    protected override CommandAction Action => CommandAction.Remove;

    private IReadOnlyList<MountPoint> AnonymousVolumes => [.. (_sheet?.Mounts ?? []).Where(IsAnonymous)];

    private IReadOnlyList<MountPoint> KeptMounts => [.. (_sheet?.Mounts ?? []).Where(m => m.Type is "bind" or "volume" && !IsAnonymous(m))];

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _sheet = await Containers.ReadAsync(Container.Engine, Container.Id, Gone);
        }
        catch (DeskException ex)
        {
            _unread = ex.Message;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
        }
    }

    // The engine names what has no name by 64 hex digits.
    private static bool IsAnonymous(MountPoint mount) =>
        mount.Type == "volume" && mount.Source.Split('/').Any(part => part.Length == VolumeIdLength && part.All(char.IsAsciiHexDigit));

    private Task ConfirmAsync()
    {
        if (_typed != Shown.Name)
        {
            _fault = _typed.Length == 0 ? "Type the name first." : "That is not its name.";
            return Task.CompletedTask;
        }

        _fault = "";
        return SendAsync(id => new RemoveCommand
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
