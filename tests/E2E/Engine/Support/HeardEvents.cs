using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Engine.Support;

/// <summary>A listener in the background that keeps every event it hears.</summary>
internal sealed class HeardEvents : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end;
    private readonly Pulse _heard = new();
    private readonly List<EngineEvent> _events = [];

    private HeardEvents(IEngineEvents engine, EventCursor? since, CancellationToken ct)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Listening = ListenAsync(engine, since, _end.Token);
    }

    /// <summary>Ends with the stream's error, or well when this is disposed.</summary>
    public Task Listening { get; }

    public IReadOnlyList<EngineEvent> All
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public IReadOnlyList<string> ActionsOf(string containerId) => [.. Of(containerId).Select(happened => happened.Action)];

    public IEnumerable<EngineEvent> Of(string containerId) => All.Where(happened => happened.ContainerId == containerId);

    public static HeardEvents Since(EventCursor? since, IEngineEvents engine, CancellationToken ct) => new(engine, since, ct);

    /// <summary>Listens from the engine's own now on: nothing that happens after this call is missed.</summary>
    public static async Task<HeardEvents> FromNowAsync(IDockerEngine engine, CancellationToken ct)
    {
        var info = await engine.GetEngineInfoAsync(ct);
        return new HeardEvents(engine, EventCursor.At(info.EngineTime!.Value), ct);
    }

    /// <summary>The first event of this container with this action, past or to come.</summary>
    public async Task<EngineEvent> HearAsync(string containerId, string action, CancellationToken ct)
    {
        await UntilAsync($"{action} of {containerId[..12]}", () => Find() is not null, ct);
        return Find()!;

        EngineEvent? Find() => Of(containerId).FirstOrDefault(happened => happened.Action == action);
    }

    public Task UntilAsync(string what, Func<bool> condition, CancellationToken ct) =>
        _heard.UntilAsync(what, condition, () => $"{All.Count} events, {Listening.Status}", ct, Patience);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task ListenAsync(IEngineEvents engine, EventCursor? since, CancellationToken ct)
    {
        try
        {
            await foreach (var happened in engine.ListenEventsAsync(since, ct))
            {
                lock (_events)
                    _events.Add(happened);
                _heard.Notify();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The test is done.
        }
    }
}
