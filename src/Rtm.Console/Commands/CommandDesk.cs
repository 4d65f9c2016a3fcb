using System.Security.Claims;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Takes commands and lets each go its way, whatever becomes of the page that asked.</summary>
internal sealed class CommandDesk(
    CommandFlow flow, CommandRoles roles, EngineDesks engines, RunPlanner runs, OperationBoard operations, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<CommandDesk> logger) : ICommandDesk
{
    private const int MostRemembered = 10_000;

    private static readonly Refusal ReusedClick = new("This click's id belongs to another command. Nothing was done.", "Reload the page and try again.");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Taken> _taken = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public CommandTicket Submit(ClaimsPrincipal person, CommandRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var actor = Actor.Of(person);
        Taken taken;
        lock (_lock)
        {
            if (_taken.TryGetValue(request.ActionId ?? "", out var before))
                return before.IsSame(actor, request) ? before.Ticket : Reused(person, actor, request);
            taken = Remember(actor, request);
        }

        operations.Add(new()
        {
            ActionId = request.ActionId ?? "",
            Action = request.Action,
            Engine = request.Engine,
            Actor = actor,
            Reason = request.Reason ?? "",
            AskedAt = clock.GetUtcNow(),
        });
        var flight = new Flight(person, actor, request, clock.GetUtcNow(), taken.Ticket, taken.CallOff.Token);
        _ = Task.Run(() => FlyAsync(flight, known: null));
        return taken.Ticket;
    }

    public async Task<string?> CancelAsync(ClaimsPrincipal person, string actionId, CancellationToken ct)
    {
        var operation = operations.Current.Find(actionId);
        if (operation is not { CanCancel: true })
            return "There is nothing to call off any more.";
        if (await roles.RefusalAsync(person, Actor.Of(person), operation.Action) is { } refusal)
            return refusal.Words;
        Taken? taken;
        lock (_lock)
            _taken.TryGetValue(actionId, out taken);
        if (taken is null)
            return "There is nothing to call off any more.";
        await taken.CallOff.CancelAsync();
        return null;
    }

    public async Task<RunPreview> PreviewAsync(ClaimsPrincipal person, string engine, RunSpec spec, string? replaces, CancellationToken ct)
    {
        var actor = Actor.Of(person);
        if (await roles.RefusalAsync(person, actor, replaces is null ? CommandAction.Run : CommandAction.Recreate) is { } refusal)
            return new() { Refusal = refusal.Words };
        if (engines.Find(engine) is not { } desk)
            return new() { Refusal = "There is no such engine." };
        try
        {
            return await runs.PreviewAsync(desk, spec, replaces, actor, ct);
        }
        catch (EngineException error)
        {
            return new() { Refusal = error.Message };
        }
    }

    public Task<bool> MayAsync(ClaimsPrincipal person, CommandAction action) => roles.MayAsync(person, action);

    private async Task FlyAsync(Flight flight, Refusal? known)
    {
        CommandOutcome outcome;
        try
        {
            outcome = await flow.RunAsync(flight, known, lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            outcome = new(flight.Request.ActionId, CommandResult.Unknown, "The console ended before the engine told what became of it.");
        }
#pragma warning disable CA1031 // Whatever it is, it must be shown to who asked and be in the log.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.CommandFault(logger, error, flight.Request.Action, flight.Request.ActionId);
            outcome = new(flight.Request.ActionId, CommandResult.Unknown, "The command failed inside the console; its log says why.", "Look at the container before you repeat it.");
        }

        if (known is null)
            operations.Change(flight.Request.ActionId, o => o with { Phase = OperationPhase.Finished, Outcome = outcome, FinishedAt = clock.GetUtcNow() });
        flight.Ticket.Finish(outcome);
    }

    // Its ticket is its own: the other command's stays untouched.
    private CommandTicket Reused(ClaimsPrincipal person, Actor actor, CommandRequest request)
    {
        var ticket = new CommandTicket(request.ActionId);
        var flight = new Flight(person, actor, request, clock.GetUtcNow(), ticket, CancellationToken.None);
        _ = Task.Run(() => FlyAsync(flight, ReusedClick));
        return ticket;
    }

    private Taken Remember(Actor actor, CommandRequest request)
    {
        var id = request.ActionId ?? "";
        var taken = new Taken(actor, request, new(id), new());
        _taken.Add(id, taken);
        _order.Enqueue(id);
        // What is forgotten here the audit still knows: it takes no second intent of one id.
        if (_order.Count > MostRemembered)
            _taken.Remove(_order.Dequeue());
        return taken;
    }

    private sealed record Taken(Actor Actor, CommandRequest Request, CommandTicket Ticket, CancellationTokenSource CallOff)
    {
        public bool IsSame(Actor actor, CommandRequest request) =>
            actor.Subject == Actor.Subject && request.Action == Request.Action && request.Engine == Request.Engine && TargetOf(request) == TargetOf(Request);

        private static string TargetOf(CommandRequest request) => request switch
        {
            RecreateCommand recreate => $"{recreate.ContainerId} {recreate.PreviewHash}",
            ContainerCommand command => command.ContainerId,
            PullCommand pull => pull.Image,
            RunCommand run => run.PreviewHash,
            _ => "",
        };
    }
}
