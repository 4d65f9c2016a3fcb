using System.Collections.Concurrent;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public sealed class InspectQueueTests : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentQueue<string> _applied = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _answers = new();
    private readonly InspectQueue _queue;
    private readonly Task _run;

    public InspectQueueTests()
    {
        _queue = new(new Lock(), async (id, ct) =>
        {
            _begun.Enqueue(id);
            await _answers.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(ct);
            return () => _applied.Enqueue(id);
        });
        _run = _queue.RunAsync(_stop.Token);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [Fact]
    public async Task Request_StormOnOneContainer_IsOneThatRunsAndOneThatWaits()
    {
        _queue.Request("a", soon: true);
        await BegunAsync(1);
        for (var i = 0; i < 5_000; i++)
            _queue.Request("a", soon: true);

        Answer("a");
        await Eventually.TrueAsync("both answers", () => _applied.Count == 2, Ct);

        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public async Task Request_ManyContainers_HasEightInFlight()
    {
        for (var i = 0; i < 100; i++)
            _queue.Request($"{i}", soon: true);

        await BegunAsync(InspectQueue.InFlight);

        Assert.Equal(InspectQueue.InFlight, _begun.Count);
    }

    [Fact]
    public async Task Request_ByAnEvent_GoesBeforeThoseOfAList()
    {
        for (var i = 0; i < 100; i++)
            _queue.Request($"{i}", soon: false);
        await BegunAsync(InspectQueue.InFlight);
        _queue.Request("99", soon: true);

        Answer(_begun.First());
        await BegunAsync(InspectQueue.InFlight + 1);

        Assert.Equal("99", _begun.Last());
    }

    [Fact]
    public async Task Drop_WhileItRuns_ItsAnswerDoesNotCount()
    {
        _queue.Request("a", soon: true);
        await BegunAsync(1);
        _queue.Drop("a");
        _queue.Request("b", soon: true);

        Answer("a");
        Answer("b");
        await Eventually.TrueAsync("the other answer", () => _applied.Contains("b") && !_queue.IsRunning("a"), Ct);

        Assert.Equal(["b"], _applied);
    }

    [Fact]
    public async Task Clear_WhatWaits_IsNotAsked()
    {
        for (var i = 0; i < 100; i++)
            _queue.Request($"{i}", soon: false);
        await BegunAsync(InspectQueue.InFlight);
        _queue.Clear();
        _queue.Request("after", soon: false);

        foreach (var id in _begun.ToArray())
            Answer(id);
        await BegunAsync(InspectQueue.InFlight + 1);

        Assert.Equal("after", _begun.Last());
    }

    private Task BegunAsync(int count) => Eventually.TrueAsync($"{count} inspects", () => _begun.Count >= count, Ct);

    private void Answer(string id) => _answers.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
