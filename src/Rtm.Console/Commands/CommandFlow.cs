using System.Security.Claims;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A command that was asked for.</summary>
internal sealed record Flight(ClaimsPrincipal Person, Actor Actor, CommandRequest Request, DateTimeOffset AskedAt, CommandTicket Ticket, CancellationToken CalledOff);

/// <summary>The one path of every command: role, fresh sign-in, shape, ownership, what was seen, intent, engine, proof, outcome.</summary>
internal sealed class CommandFlow(
    CommandRoles roles, FreshSignIn freshSignIn, CommandOptions options, PersonLimit limit, Slots slots, EngineDesks engines, ContainerPlanner containers, PullPlanner pulls,
    RunPlanner runs, RecreatePlanner recreations, AuditTrail audit, OperationBoard operations, ActHistory acts, TimeProvider clock, ILogger<CommandFlow> logger)
{
    /// <param name="flight">The command.</param>
    /// <param name="known">Why it can't pass, where that is known already; null otherwise.</param>
    /// <param name="stopping">The console's end.</param>
    public async Task<CommandOutcome> RunAsync(Flight flight, Refusal? known, CancellationToken stopping)
    {
        var (request, actor) = (flight.Request, flight.Actor);
        if (limit.RefusalFor(actor, out var isFirst) is { } tooMany)
        {
            Log.TooMany(logger, actor.Subject, request.Action);
            // Only the first of a flood goes into the audit, or it would fill it.
            return isFirst ? await RefuseAsync(flight, tooMany) : Refused(request, tooMany);
        }

        if (known is not null)
            return await RefuseAsync(flight, known);
        if (await roles.RefusalAsync(flight.Person, actor, request.Action) is { } role)
            return await RefuseAsync(flight, role);
        if (freshSignIn.RefusalFor(flight.Person, request.Action) is { } old)
            return await RefuseAsync(flight, old);
        if (RequestShape.FaultOf(request, options) is { } shape)
            return await RefuseAsync(flight, shape);
        if (engines.Find(request.Engine) is not { } desk)
            return await RefuseAsync(flight, new Refusal("There is no such engine."));
        using var slot = slots.Take(request, out var holder);
        if (slot is null)
            return await RefuseAsync(flight, Busy(holder));
        var planned = await PlanAsync(request, desk, actor, stopping);
        return planned.Plan is { } plan ? await CarryOutAsync(flight, plan, desk, stopping) : await RefuseAsync(flight, planned.Refusal!);
    }

    private async Task<Planned> PlanAsync(CommandRequest request, EngineDesk desk, Actor actor, CancellationToken ct)
    {
        try
        {
            return request switch
            {
                RecreateCommand recreate => await recreations.PlanAsync(recreate, desk, actor, ct),
                ContainerCommand command => await containers.PlanAsync(command, desk, ct),
                PullCommand pull => pulls.Plan(pull, desk),
                RunCommand run => await runs.PlanAsync(run.Spec, run.PreviewHash, null, desk, actor, ct),
                _ => new Refusal("There is no such command."),
            };
        }
        catch (EngineException error)
        {
            return new Refusal($"{error.Message} Nothing was done.");
        }
    }

    private async Task<CommandOutcome> CarryOutAsync(Flight flight, CommandPlan plan, EngineDesk desk, CancellationToken stopping)
    {
        if (await audit.IntentAsync(flight, plan) is { } unwritten)
            return await RefuseAsync(flight, unwritten);
        var watch = new EffectWatch(desk.Board, desk.Timeline, clock);
        var act = ActOf(flight, plan);
        acts.Put(act);
        operations.Change(flight.Request.ActionId, o => o with
        {
            Phase = OperationPhase.Asking,
            Target = plan.Target,
            ContainerId = plan.ContainerId,
            GraceEndsAt = plan.Grace is { } grace ? clock.GetUtcNow() + grace : null,
        });
        flight.Ticket.Answer(new(flight.Request.ActionId, CommandResult.Accepted, $"Engine '{desk.Engine.Name}' is being asked."));
        var outcome = await ActAsync(flight, plan, watch, stopping);
        acts.Put(act.Ended(plan.Effect is null ? "" : outcome.Produced, clock.GetUtcNow()));
        return await audit.OutcomeAsync(flight, plan, outcome, watch.EventsOf(plan.ContainerId, outcome.Produced), stopping)
            ? outcome
            : outcome with { Words = $"{outcome.Words} The audit could not be written with it; that is tried until it can." };
    }

    private OwnAct ActOf(Flight flight, CommandPlan plan) => new()
    {
        ActionId = flight.Request.ActionId,
        Action = flight.Request.Action,
        Actor = flight.Actor,
        Engine = flight.Request.Engine,
        ContainerId = plan.ContainerId,
        Reason = flight.Request.Reason,
        AcceptedAt = clock.GetUtcNow(),
        Grace = plan.Grace,
    };

    private async Task<CommandOutcome> ActAsync(Flight flight, CommandPlan plan, EffectWatch watch, CancellationToken stopping)
    {
        var id = flight.Request.ActionId;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, flight.CalledOff);
        try
        {
            var produced = await plan.Act(ends.Token);
            operations.Change(id, o => o with
            {
                Phase = OperationPhase.Requested,
                ContainerId = plan.Effect is null ? o.ContainerId : produced,
            });
            return await ProveAsync(id, plan, watch, produced, stopping);
        }
        catch (BrokenOffException broken)
        {
            return broken.OutcomeOf(id);
        }
        catch (EngineException error) when (error is EngineTimeoutException or EngineStreamException && plan is { Effect: { } effect, ContainerId.Length: > 0 })
        {
            // The engine may have done it all the same.
            return await watch.SeenAsync(plan.ContainerId, effect, options.ProofDeadline, stopping)
                ? new(id, CommandResult.Done, plan.DoneWords) { Produced = plan.ContainerId }
                : new(id, CommandResult.Unknown, error.Message, "Look at the container before you repeat it.") { Produced = plan.ContainerId };
        }
        catch (EngineException error)
        {
            return new(id, CommandResult.Failed, error.Message, plan.AdviceOn(error)) { Produced = plan.ContainerId };
        }
        catch (OperationCanceledException) when (flight.CalledOff.IsCancellationRequested)
        {
            return new(id, CommandResult.Cancelled, $"{plan.Target}: called off. What the engine has of it by now stays there.");
        }
    }

    private async Task<CommandOutcome> ProveAsync(string id, CommandPlan plan, EffectWatch watch, string produced, CancellationToken stopping)
    {
        if (plan.Effect is null || await watch.SeenAsync(produced, plan.Effect, options.ProofDeadline, stopping))
            return new(id, CommandResult.Done, plan.DoneWords) { Produced = produced };
        return new(
            id,
            CommandResult.Unproven,
            $"The engine accepted it for {plan.Target}, but its event did not come within {options.ProofDeadline.TotalSeconds:0} s.",
            "What is shown may be old: look at the engine's state before you repeat it.")
        { Produced = produced };
    }

    private async Task<CommandOutcome> RefuseAsync(Flight flight, Refusal refusal)
    {
        await audit.RefusalAsync(flight, refusal);
        return Refused(flight.Request, refusal);
    }

    private Refusal Busy(Operation? holder) => holder is null
        ? new("Another command is under way there. Nothing was done.", "Wait for it.")
        : new($"{holder.Actor.Name} has been {CommandWords.Doing(holder.Action)} it for {CommandWords.Span(clock.GetUtcNow() - holder.AskedAt)}. Nothing was done.", "Wait for it.");

    private static CommandOutcome Refused(CommandRequest request, Refusal refusal) => new(request.ActionId, CommandResult.Refused, refusal.Words, refusal.Advice) { MovedOn = refusal.MovedOn, SignIn = refusal.SignIn };
}
