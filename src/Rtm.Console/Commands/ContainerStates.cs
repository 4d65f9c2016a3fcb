namespace Rtm.Console.Commands;

/// <summary>The engine's words for the state of a container.</summary>
internal static class ContainerStates
{
    /// <summary>Whether it has a process.</summary>
    public static bool IsUp(string state) => state is "running" or "paused" or "restarting";
}
