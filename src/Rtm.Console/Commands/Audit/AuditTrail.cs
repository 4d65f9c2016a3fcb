using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>Brackets an act with its rows in the audit. No intent, no act.</summary>
internal sealed class AuditTrail(IAuditLedger ledger, TimeProvider clock, ILogger<AuditTrail> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Stores the intent, or says why nothing may be done.</summary>
    public async Task<Refusal?> IntentAsync(Flight flight, CommandPlan plan)
    {
        try
        {
            await AppendAsync(Row(flight, AuditKind.Intent) with
            {
                ContainerId = plan.ContainerId,
                Target = plan.Target,
                Request = plan.Request,
                RequestHash = plan.RequestHash,
                Grace = plan.Grace,
            });
            return null;
        }
        catch (AuditDuplicateException)
        {
            return new("This click was taken before. Nothing was done again.");
        }
        catch (AuditUnavailableException error)
        {
            Log.AuditDown(logger, error, flight.Request.ActionId);
            return new($"The audit can't be written: {error.Message} Nothing was done.", "Have the history's store brought back.");
        }
    }

    public async Task RefusalAsync(Flight flight, Refusal refusal)
    {
        try
        {
            await AppendAsync(Row(flight, AuditKind.Refusal) with { Result = CommandResult.Refused, Words = refusal.Words });
        }
        catch (Exception error) when (error is AuditUnavailableException or AuditDuplicateException)
        {
            // The refusal stands without its row: nothing was done.
            Log.RefusalUnwritten(logger, error, flight.Request.ActionId, flight.Actor.Subject, flight.Request.Action);
        }
    }

    /// <summary>
    /// Stores the outcome. A store that is down holds nobody up: it is tried until it answers or the console ends, whose next start settles it.
    /// </summary>
    /// <returns>Whether it is stored by now.</returns>
    public async Task<bool> OutcomeAsync(Flight flight, CommandPlan plan, CommandOutcome outcome, IReadOnlyList<TimelineEvent> events, CancellationToken stopping)
    {
        var row = Row(flight, AuditKind.Outcome) with
        {
            ContainerId = plan.Effect is null ? plan.ContainerId : outcome.Produced,
            Target = plan.Target,
            RequestHash = plan.RequestHash,
            Grace = plan.Grace,
            Result = outcome.Result,
            Words = outcome.Words,
            Events = string.Join(' ', events.Select(Short)),
        };
        if (await IsStoredAsync(row))
            return true;
        _ = RepeatAsync(row, stopping);
        return false;
    }

    private async Task RepeatAsync(AuditRow row, CancellationToken stopping)
    {
        var pause = TimeSpan.FromSeconds(1);
        do
        {
            await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
        while (!stopping.IsCancellationRequested && !await IsStoredAsync(row));
    }

    private async Task<bool> IsStoredAsync(AuditRow row)
    {
        try
        {
            await AppendAsync(row);
            return true;
        }
        catch (AuditDuplicateException)
        {
            return true;
        }
        catch (AuditUnavailableException error)
        {
            Log.OutcomeUnwritten(logger, error, row.ActionId);
            return false;
        }
    }

    private async Task AppendAsync(AuditRow row)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            await ledger.AppendAsync(row, limit.Token);
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested)
        {
            throw new AuditUnavailableException($"The store did not answer within {Patience.TotalSeconds:0} s.", error);
        }
    }

    private AuditRow Row(Flight flight, AuditKind kind) => new()
    {
        ActionId = flight.Request.ActionId,
        Kind = kind,
        Action = flight.Request.Action,
        AskedAt = flight.AskedAt,
        At = clock.GetUtcNow(),
        Actor = flight.Actor,
        Engine = flight.Request.Engine,
        ContainerId = (flight.Request as ContainerCommand)?.ContainerId ?? "",
        Target = flight.Request switch
        {
            PullCommand pull => pull.Image,
            RunCommand run => run.Spec?.Name ?? "",
            _ => "",
        },
        Reason = flight.Request.Reason,
    };

    private static string Short(TimelineEvent happened) => happened switch
    {
        { ExitCode: { } code } => $"{happened.Action}({code})",
        { Detail.Length: > 0 } => $"{happened.Action}({happened.Detail})",
        _ => happened.Action,
    };
}
