using Rtm.Console.Relay;
using Rtm.Console.Verdicts;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Who brought a container into the state it is in: from its events, from what this console did, and where that is longer ago from the audit.</summary>
internal sealed class LastMover(
    CauseBook book, ActHistory acts, IServiceProvider services, CommandOptions options, TimeProvider clock, ILogger<LastMover> logger)
{
    private const int MostRows = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Who did what, and how long ago; empty where that is not known.</summary>
    public async Task<string> WordsAsync(ContainerDetails container, EngineDesk desk, CancellationToken ct)
    {
        var board = desk.Board.Current;
        var (now, skew) = (board.EngineTime(clock.GetUtcNow()), board.Info?.ClockSkew ?? TimeSpan.Zero);
        var rows = desk.Timeline.Current.Rows.Where(r => r is TimelineGap || (r is TimelineEvent e && e.ContainerId == container.Id)).ToList();
        var (causes, ends) = book.Explain(rows);
        var last = rows.OfType<TimelineEvent>().LastOrDefault();
        var (changedAt, step) = ChangeOf(container);
        if (changedAt is { } at)
        {
            var change = rows.OfType<TimelineEvent>().LastOrDefault(e => e.Action == step && (e.At - at).Duration() < CauseBook.SameEnd);
            var cause = change is null ? null : causes[TimelinePlace.Of(change)];
            var act = cause is null or { Kind: CauseKind.Unknown } ? await ActAtAsync(container.Id, desk.Engine.Name, at - skew, step, ct) : cause.Act;
            if (act is not null)
                return $"{act.Actor.Name} {CommandWords.Past(act.Action)} it {CommandWords.Span(now - at)} ago";
        }

        return last is null ? "" : $"the engine told '{last.Action}' {CommandWords.Span(now - last.At)} ago{(IsFromOutside(last) ? $", {Causes.Outside}" : "")}";

        bool IsFromOutside(TimelineEvent happened) => causes[TimelinePlace.Of(happened)].Kind == CauseKind.Outside
            || (ends.TryGetValue(TimelinePlace.Of(happened), out var facts) && ExitVerdicts.IsFromOutside(facts));
    }

    // The engine notes the last start and the last end itself; of a pause it notes no time.
    private static (DateTimeOffset? At, string Step) ChangeOf(ContainerDetails container) => container.Status switch
    {
        "running" => (container.StartedAt, "start"),
        "exited" or "dead" or "restarting" => (container.FinishedAt, "die"),
        _ => (null, ""),
    };

    private async Task<OwnAct?> ActAtAsync(string containerId, string engine, DateTimeOffset at, string step, CancellationToken ct)
    {
        if (acts.Current.Acts.LastOrDefault(IsIt) is { } remembered)
            return remembered;
        if (acts.Current.Reach(at) || services.GetService<IAuditReader>() is not { } audit)
            return null;
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            var filter = new AuditFilter
            {
                Engine = engine,
                ContainerId = containerId,
                From = at - options.LongestGrace - OwnAct.Late,
                To = at + options.LongestGrace + options.ProofDeadline,
            };
            var rows = (await audit.ReadBeforeAsync(filter, null, MostRows, either.Token)).Select(e => e.Row).Reverse().ToList();
            var failed = rows.Where(r => r.Result is CommandResult.Failed or CommandResult.Cancelled).Select(r => r.ActionId).ToHashSet(StringComparer.Ordinal);
            return OwnAct.From(rows).LastOrDefault(a => IsIt(a) && !failed.Contains(a.ActionId));
        }
        catch (Exception error) when (error is AuditUnavailableException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // The refusal stands without the name; the page shows what the container is now.
            Log.MoverUnknown(logger, error, containerId);
            return null;
        }

        bool IsIt(OwnAct act) => act.Engine == engine && act.ContainerIds.Contains(containerId) && (step == "die" ? act.End is not null : act.Starts) && act.Covers(at);
    }
}
