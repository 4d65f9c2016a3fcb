using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Common;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>Reads what a container has mounted, to say what a removal costs.</summary>
public sealed partial class LostList : LiveComponent
{
    private const int VolumeIdLength = 64;

    private string _unread = "";
    private ContainerSheet? _sheet;

    [Parameter, EditorRequired] public required BoardContainer Container { get; set; }

    [Inject] private ContainerDesk Containers { get; set; } = default!;

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
}
