using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>
/// A console that was killed in mid-command finds its open intents at its next start, and settles each from what the engine shows: done, not done,
/// or unknown.
/// </summary>
internal sealed class IntentSettler(
    IServiceProvider services, IAuditLedger ledger, EngineDesks engines, OwnerScope scope, OperationBoard operations, ActHistory acts,
    CommandOptions options, TimeProvider clock, ILogger<IntentSettler> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private const int MostActs = 2 * ActHistory.Most;

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // An act of the console before this one may still have its effect.
        acts.Remember([], _startedAt + options.LongestGrace);
        if (services.GetService<IAuditReader>() is not { } audit)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RememberAsync(audit, stoppingToken);
                var open = await audit.OpenIntentsAsync(stoppingToken);
                await Task.WhenAll(open.Where(IsOurs).Select(entry => SettleAsync(entry.Row, stoppingToken)));
                return;
            }
            catch (AuditUnavailableException error)
            {
                Log.SettlingWaits(logger, error.Message);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Another console on the same store may still be about it.
    private bool IsOurs(AuditEntry entry) => entry.Row.At < _startedAt
        && (entry.Row.Console == Environment.MachineName || entry.Row.At < _startedAt - options.LongestGrace - Margin);

    private async Task RememberAsync(IAuditReader audit, CancellationToken ct)
    {
        var rows = (await audit.ReadBeforeAsync(new(), null, MostActs, ct)).Select(e => e.Row).Reverse().ToList();
        acts.Remember(OwnAct.From(rows), rows.Count < MostActs ? DateTimeOffset.MinValue : rows[0].At + options.LongestGrace);
    }

    private async Task SettleAsync(AuditRow intent, CancellationToken stopping)
    {
        var (result, words) = await LookAsync(intent, stopping);
        var outcome = new CommandOutcome(intent.ActionId, result, $"The console ended in the middle of it. Looked at after its start: {words}");
        var now = clock.GetUtcNow();
        try
        {
            await ledger.AppendAsync(intent with { Kind = AuditKind.Outcome, At = now, Request = "", Result = result, Words = outcome.Words, Console = Environment.MachineName }, stopping);
        }
        catch (AuditDuplicateException)
        {
            return;
        }

        Log.IntentSettled(logger, intent.Action, intent.ActionId, intent.Target, result);
        operations.Add(new() { ActionId = intent.ActionId, Action = intent.Action, Engine = intent.Engine, ContainerId = intent.ContainerId, Target = intent.Target, Actor = intent.Actor, Reason = intent.Reason, AskedAt = intent.AskedAt });
        operations.Change(intent.ActionId, o => o with { Phase = OperationPhase.Finished, Outcome = outcome, FinishedAt = now });
    }

    private async Task<(CommandResult Result, string Words)> LookAsync(AuditRow intent, CancellationToken stopping)
    {
        if (engines.Find(intent.Engine) is not { } desk)
            return (CommandResult.Unknown, $"unknown: there is no engine '{intent.Engine}' any more.");
        using var limit = new CancellationTokenSource(Patience, clock);
        using var ct = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            var info = await desk.Engine.GetEngineInfoAsync(ct.Token);
            var since = intent.At + (info.ClockSkew ?? TimeSpan.Zero);
            return await Settlement.OfAsync(intent, since, desk.Engine, scope, ct.Token);
        }
        catch (EngineException error)
        {
            return (CommandResult.Unknown, $"unknown, the engine can't be asked: {error.Message}");
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (CommandResult.Unknown, $"unknown, the engine did not answer within {Patience.TotalSeconds:0} s.");
        }
    }
}
