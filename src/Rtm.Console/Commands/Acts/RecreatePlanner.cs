namespace Rtm.Console.Commands;

/// <summary>A new container in an old one's place: everything that speaks against it is looked at before the old one is touched.</summary>
internal sealed class RecreatePlanner(
    ContainerPlanner containers, RunPlanner runs, CommandOptions options, OperationBoard operations, ActHistory acts, TimeProvider clock)
{
    public async Task<Planned> PlanAsync(RecreateCommand command, EngineDesk desk, Actor actor, CancellationToken ct)
    {
        var (container, refusal) = await containers.LookAsync(command, desk, ct);
        if (container is not { } old)
            return refusal!;
        if (HostSettings.RemovesItself(old))
            return new Refusal($"{old.Name} was run with --rm: the engine removes it as soon as it stops, and it could not be put back.", "Run a copy of it under another name, then stop this one.");
        var run = await runs.PlanAsync(command.Spec, command.PreviewHash, old.Id, desk, actor, ct);
        if (run.Plan is not { } fresh)
            return run;
        var replacement = new Replacement(command, old, fresh, desk, options, operations, acts, clock);
        return fresh with
        {
            ContainerId = old.Id,
            Grace = replacement.Stops ? command.Grace : null,
            Request = string.Join('\n', replacement.Requests),
            Act = replacement.CarryOutAsync,
            DoneWords = $"{fresh.Target} was recreated; the new container is well and the old one is removed.",
        };
    }
}
