using MudBlazor;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Common;

internal static class VerdictIcons
{
    public static string Svg(VerdictIcon icon) => icon switch
    {
        VerdictIcon.Check => Icons.Material.Filled.CheckCircle,
        VerdictIcon.Play => Icons.Material.Filled.PlayCircle,
        VerdictIcon.Pause => Icons.Material.Filled.PauseCircle,
        VerdictIcon.Loop => Icons.Material.Filled.Loop,
        VerdictIcon.Hourglass => Icons.Material.Filled.HourglassTop,
        VerdictIcon.HeartBroken => Icons.Material.Filled.HeartBroken,
        VerdictIcon.Memory => Icons.Material.Filled.Memory,
        VerdictIcon.Cross => Icons.Material.Filled.Cancel,
        VerdictIcon.Bolt => Icons.Material.Filled.Bolt,
        VerdictIcon.Circle => Icons.Material.Outlined.Circle,
        VerdictIcon.Stop => Icons.Material.Filled.StopCircle,
        VerdictIcon.Bin => Icons.Material.Filled.Delete,
        _ => Icons.Material.Filled.Help,
    };
}
