using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Commands to a container that is there: ownership by a fresh inspect, then what the person saw, then how to do it.</summary>
internal sealed class ContainerPlanner(OwnerScope scope, LastMover mover)
{
    public async Task<Planned> PlanAsync(ContainerCommand command, EngineDesk desk, CancellationToken ct)
    {
        var (container, refusal) = await LookAsync(command, desk, ct);
        return container is null ? refusal! : Plan(command, container, desk.Engine);
    }

    /// <summary>The container, or why nothing may be done to it.</summary>
    public async Task<(ContainerDetails? Container, Refusal? Refusal)> LookAsync(ContainerCommand command, EngineDesk desk, CancellationToken ct)
    {
        if (await FindAsync(desk.Engine, command.ContainerId, ct) is not { } container)
            return (null, new($"Engine '{desk.Engine.Name}' has no container {CommandWords.Short(command.ContainerId)}."));
        if (MovedOn.Difference(command.Seen, container) is { } difference)
            return (null, MovedOn.Refuse(container, difference, await mover.WordsAsync(container, desk, ct)));
        return StateFault(command, container) is { } wrong ? (null, wrong) : (container, null);
    }

    /// <summary>The container, if it is in the scope at this moment. Foreign ones are as good as absent.</summary>
    private async Task<ContainerDetails?> FindAsync(IDockerEngine engine, string containerId, CancellationToken ct)
    {
        try
        {
            var container = await engine.InspectContainerAsync(containerId, ct);
            return container.Id == containerId && scope.OwnerOf(container.Labels) is not null ? container : null;
        }
        catch (ContainerNotFoundException)
        {
            return null;
        }
    }

    private static Refusal? StateFault(ContainerCommand command, ContainerDetails container) => command switch
    {
        RemoveCommand { TypedName: var typed } when typed != container.Name => WrongName(container),
        RecreateCommand { TypedName: var typed } when typed != container.Name => WrongName(container),
        RemoveCommand when ContainerStates.IsUp(container.Status) =>
            new($"{container.Name} is {container.Status}; a removal never forces.", "Stop it first."),
        StartCommand when ContainerStates.IsUp(container.Status) => new($"{container.Name} is {container.Status} already."),
        KillCommand when !ContainerStates.IsUp(container.Status) => new($"{container.Name} is {container.Status}: there is nothing to kill."),
        _ => null,
    };

    private static Refusal WrongName(ContainerDetails container) => new($"The name that was typed is not the container's; it is {container.Name}.");

    private static CommandPlan Plan(ContainerCommand command, ContainerDetails container, IDockerEngine engine)
    {
        var id = container.Id;
        return command switch
        {
            StartCommand => Of($"POST /containers/{id}/start", ct => engine.StartAsync(id, ct), "started", new(["start"], shown => Runs(shown) && StartedSince(shown, container))),
            StopCommand { Grace: var grace } => Of($"POST /containers/{id}/stop?t={grace.TotalSeconds:0}", ct => engine.StopAsync(id, grace, ct), "stopped", Ended) with { Grace = grace },
            RestartCommand { Grace: var grace } => Of($"POST /containers/{id}/restart?t={grace.TotalSeconds:0}", ct => engine.RestartAsync(id, grace, ct), "restarted", new(["restart"], shown => Runs(shown) && StartedSince(shown, container))) with { Grace = grace },
            KillCommand => Of($"POST /containers/{id}/kill?signal=SIGKILL", ct => engine.KillAsync(id, "SIGKILL", ct), "killed", Ended),
            RemoveCommand => Of($"DELETE /containers/{id}", ct => engine.RemoveAsync(id, ct), "removed", new(["destroy"], shown => shown is null)),
            _ => throw new ArgumentException($"No plan for {command.Action}.", nameof(command)),
        };

        CommandPlan Of(string request, Func<CancellationToken, Task> act, string done, Effect effect) => new()
        {
            Target = container.Name,
            ContainerId = id,
            Request = request,
            Act = async ct =>
            {
                await act(ct);
                return id;
            },
            Effect = effect,
            DoneWords = $"{container.Name} was {done}.",
        };
    }

    private static readonly Effect Ended = new(["die", "stop"], shown => shown is { Facts.State: "exited" or "dead" or "created" });

    private static bool Runs(BoardContainer? shown) => shown is { Facts.State: "running" };

    private static bool StartedSince(BoardContainer? shown, ContainerDetails before) =>
        shown?.Facts.StartedAt is { } started && (started > before.StartedAt || before.StartedAt is null);
}
