using System.Security.Claims;
using Rtm.Console.Commands;
using Rtm.Console.Security;
using Rtm.Docker;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>A desk that takes commands and does nothing until the test says what becomes of them.</summary>
internal sealed class FakeDesk(OperationBoard operations, TimeProvider clock) : ICommandDesk
{
    private readonly Dictionary<string, CommandTicket> _tickets = new(StringComparer.Ordinal);

    /// <summary>Every submission, repeated ones too.</summary>
    public List<CommandRequest> Submitted { get; } = [];

    /// <summary>Commands after the repeats were taken out.</summary>
    public IReadOnlyCollection<string> Taken => _tickets.Keys;

    public List<string> Cancelled { get; } = [];

    /// <summary>What a cancel answers; null lets it pass.</summary>
    public string? CancelRefusal { get; set; }

    /// <summary>What a preview answers.</summary>
    public Func<RunSpec, RunPreview> Preview { get; set; } = _ => new() { Refusal = "no preview was prepared" };

    public CommandTicket Submit(ClaimsPrincipal person, CommandRequest request)
    {
        Submitted.Add(request);
        if (_tickets.TryGetValue(request.ActionId, out var before))
            return before;
        var ticket = _tickets[request.ActionId] = new(request.ActionId);
        operations.Add(new()
        {
            ActionId = request.ActionId,
            Action = request.Action,
            Engine = request.Engine,
            Actor = Actor.Of(person),
            Reason = request.Reason,
            AskedAt = clock.GetUtcNow(),
        });
        return ticket;
    }

    public Task<string?> CancelAsync(ClaimsPrincipal person, string actionId, CancellationToken ct)
    {
        Cancelled.Add(actionId);
        return Task.FromResult(CancelRefusal);
    }

    /// <summary>Whose place the last preview was to take.</summary>
    public string? Replaced { get; private set; }

    public Task<RunPreview> PreviewAsync(ClaimsPrincipal person, string engine, RunSpec spec, string? replaces, CancellationToken ct)
    {
        Replaced = replaces;
        return Task.FromResult(Preview(spec));
    }

    public Task<bool> MayAsync(ClaimsPrincipal person, CommandAction action) =>
        Task.FromResult(Actor.Of(person).Role is var role && (role == Roles.Admin || (role == Roles.Operator && !(action is CommandAction.Remove or CommandAction.Recreate))));

    /// <summary>The gate let the last command pass, and the engine is being asked.</summary>
    public void Accept(string containerId = "", string target = "", TimeSpan? grace = null, string step = "")
    {
        var id = Submitted[^1].ActionId;
        operations.Change(id, o => o with
        {
            Phase = OperationPhase.Asking,
            ContainerId = containerId,
            Target = target,
            Step = step,
            GraceEndsAt = grace is { } span ? clock.GetUtcNow() + span : null,
        });
        _tickets[id].Answer(new(id, CommandResult.Accepted, ""));
    }

    /// <summary>A command has come to one of its steps; its grace is over.</summary>
    public void Step(string actionId, string step) => operations.Change(actionId, o => o with { Step = step, GraceEndsAt = null });

    public void Progress(PullState pull) => operations.Change(Submitted[^1].ActionId, o => o with { Pull = pull });

    /// <summary>Ends the last command.</summary>
    public void Finish(CommandResult result, string words, string advice = "", bool movedOn = false, string produced = "", string signIn = "")
    {
        var id = Submitted[^1].ActionId;
        var outcome = new CommandOutcome(id, result, words, advice) { MovedOn = movedOn, Produced = produced, SignIn = signIn };
        operations.Change(id, o => o with { Phase = OperationPhase.Finished, Outcome = outcome, FinishedAt = clock.GetUtcNow() });
        _tickets[id].Finish(outcome);
    }
}
