using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What an engine shows of a command whose end nobody saw.</summary>
internal static class Settlement
{
    /// <param name="intent">The command.</param>
    /// <param name="since">When it was let through, by the engine's clock.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="scope">Which containers exist for this console.</param>
    /// <param name="ct">Ends the wait for the engine.</param>
    public static async Task<(CommandResult Result, string Words)> OfAsync(
        AuditRow intent, DateTimeOffset since, IDockerEngine engine, OwnerScope scope, CancellationToken ct)
    {
        if (intent.Action == CommandAction.Pull)
            return await OfPullAsync(intent, engine, ct);
        if (intent.Action == CommandAction.Recreate)
            return await OfRecreationAsync(intent, since, engine, scope, ct);
        var container = await FindAsync(engine, intent.Action == CommandAction.Run ? intent.Target : intent.ContainerId, scope, ct);
        return intent.Action switch
        {
            CommandAction.Run => OfRun(container, since),
            CommandAction.Remove => container is null ? Done("the container is gone.") : NotDone("the container is still there."),
            _ when container is null => (CommandResult.Unknown, "unknown, the container is gone."),
            CommandAction.Start => HasStarted(container, since) ? Done($"it was started; it is {container.Status} now.") : NotDone($"it is {container.Status}."),
            CommandAction.Restart => HasStarted(container, since) ? Done($"it was started again; it is {container.Status} now.") : StillWaiting(container, "it was not started again"),
            _ => HasEnded(container, since) ? Done($"it has ended with exit {container.ExitCode}.") : StillWaiting(container, $"it is {container.Status}"),
        };
    }

    private static async Task<(CommandResult, string)> OfPullAsync(AuditRow intent, IDockerEngine engine, CancellationToken ct)
    {
        try
        {
            await engine.InspectImageAsync(intent.Target, ct);
            return (CommandResult.Unknown, "unknown; the engine has an image of that name, but it may be an older one.");
        }
        catch (ImageNotFoundException)
        {
            return NotDone("the engine does not have the image.");
        }
    }

    private static (CommandResult, string) OfRun(ContainerDetails? container, DateTimeOffset since) => container switch
    {
        null => NotDone("there is no container of that name."),
        _ when container.CreatedAt < since => NotDone("the container of that name is an older one."),
        _ when container.StartedAt is not null => Done($"the container was started; it is {container.Status} now."),
        _ => (CommandResult.Unknown, "half done: the container was created, but not started."),
    };

    private static async Task<(CommandResult, string)> OfRecreationAsync(AuditRow intent, DateTimeOffset since, IDockerEngine engine, OwnerScope scope, CancellationToken ct)
    {
        var old = await FindAsync(engine, intent.ContainerId, scope, ct);
        var found = await FindAsync(engine, intent.Target, scope, ct);
        var fresh = found is not null && found.Id != intent.ContainerId && found.CreatedAt >= since ? found : null;
        return (old, fresh) switch
        {
            (null, not null) => Done($"the new container is there, {fresh.Status}; the old one is gone."),
            (null, null) => (CommandResult.Unknown, "unknown: the old container is gone, and there is no new one of that name."),
            (not null, not null) => (CommandResult.Unknown, $"half done: the new container is there, {fresh.Status}; the old one is kept as {old.Name}, {old.Status}."),
            (not null, null) when Replacement.IsAside(old) => (CommandResult.Unknown, $"half done: there is no new container; the old one is kept as {old.Name}, {old.Status}. Recreate it under its name."),
            _ => StillWaiting(old, $"the old container was not replaced; it is {old.Status}"),
        };
    }

    // The engine goes on with a stop whose asker is gone: while the grace may last, nothing is settled by its still running.
    private static (CommandResult, string) StillWaiting(ContainerDetails container, string words) => ContainerStates.IsUp(container.Status)
        ? (CommandResult.Unknown, $"unknown: {words}. The engine may still be about it; look again when the grace is over.")
        : NotDone($"{words}.");

    private static bool HasStarted(ContainerDetails container, DateTimeOffset since) => container.StartedAt >= since;

    private static bool HasEnded(ContainerDetails container, DateTimeOffset since) =>
        container.Status is "exited" or "dead" && container.FinishedAt >= since;

    private static async Task<ContainerDetails?> FindAsync(IDockerEngine engine, string idOrName, OwnerScope scope, CancellationToken ct)
    {
        try
        {
            var found = await engine.InspectContainerAsync(idOrName, ct);
            return scope.OwnerOf(found.Labels) is null ? null : found;
        }
        catch (ContainerNotFoundException)
        {
            return null;
        }
    }

    private static (CommandResult, string) Done(string words) => (CommandResult.Done, $"done, {words}");

    private static (CommandResult, string) NotDone(string words) => (CommandResult.Failed, $"not done, {words}");
}
