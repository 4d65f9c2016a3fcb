using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>One thing that can go wrong between an engine and its relay.</summary>
/// <param name="Act">Makes it go wrong, and right again where it has to. Container 1 runs already, and its event has been heard.</param>
internal sealed record WireFault(Func<WireEngine, CancellationToken, Task> Act)
{
    public Func<WireEngine> Start { get; init; } = () => new();

    /// <summary>The gap that has to be said; null where nothing may be lost.</summary>
    public GapCause? Gap { get; init; }

    /// <summary>Whether the stream has to go on as if nothing were.</summary>
    public bool KeepsStream { get; init; }
}

/// <summary>What can go wrong on the wire, by name.</summary>
internal static class WireFaults
{
    private static readonly (int, string, string)[] Missed = [(1, "die", "exited"), (2, "start", "running")];

    /// <summary>The adapter's waits are short, so that an engine that never answers is found soon.</summary>
    private static readonly EngineDeadlines Impatient = new() { Inspect = TimeSpan.FromSeconds(1), List = TimeSpan.FromSeconds(1), OpenStream = TimeSpan.FromSeconds(1) };

    public static IReadOnlyDictionary<string, WireFault> All { get; } = new Dictionary<string, WireFault>
    {
        ["clean end"] = Ends(stream => stream.End()),
        ["cut between values"] = Ends(stream => stream.Cut()),
        ["cut in the middle of a value"] = Ends(stream => stream.CutInMidChunk("""{"Type":"container","Act""")),
        ["malformed line"] = Sends("this is {not json\n"u8),
        ["unknown type"] = Sends("{\"Type\":\"something new\",\"Action\":\"x\",\"timeNano\":5}\n"u8),
        ["values that are no messages"] = Sends("{}[]null\n7 \n"u8),
        ["one byte a write"] = Torn((stream, bytes) => stream.SendByteByByte(bytes)),
        ["torn anywhere (seed 1)"] = Torn((stream, bytes) => SendTorn(stream, bytes, 1)),
        ["torn anywhere (seed 2)"] = Torn((stream, bytes) => SendTorn(stream, bytes, 2)),
        ["invalid UTF-8 torn over chunks"] = new(async (wire, ct) =>
        {
            // The first byte of a two-byte letter, alone, inside a value; then a value that is whole.
            foreach (var part in (byte[][])[[.. "{\"Type\":\"x\",\"Action\":\""u8, 0xC3], [0x28, 0xA0], [.. "\"}\n"u8]])
                wire.State.Stream.Send(part);
            await wire.HeardAsync(2, "start", "running", ct);
        })
        { KeepsStream = true },
        ["500 events in one write"] = Torn((stream, bytes) => stream.Send(bytes), 500),
        ["a single event, then silence"] = new((wire, ct) => wire.HeardAsync(2, "start", "running", ct)) { KeepsStream = true },
        ["255 missed"] = Misses(255),
        ["256 missed"] = Misses(256) with { Gap = GapCause.RingOverflowed },
        ["two events of one instant across the cut"] = Misses(state => state.HappenAtOnce(2, "start", "running")),
        ["clock 10 minutes ahead"] = Steps(10),
        ["clock 10 minutes back"] = Steps(-10),
        ["clock 10 minutes back while away"] = StepsWhileAway(-10) with { Gap = GapCause.ClockStepped },
        ["clock 10 minutes ahead while away"] = StepsWhileAway(10),
        ["engine restarted while away"] = Misses(state =>
        {
            state.Happen(Missed);
            state.Restart();
        }) with
        { Gap = GapCause.EngineRestarted },
        ["socket gone for 30 s"] = new(SocketGoneAsync) { Start = () => new(new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) }) },
        ["accepted but never answered"] = Refuses(_ => StubReply.Hang()),
        ["closed without an answer"] = Refuses(_ => StubReply.CloseBeforeAnswer()),
        ["5xx with HTML"] = Refuses(_ => StubReply.Html(503)),
        ["5xx with HTML for the events only"] = Refuses(request => request.Path == "/events" ? StubReply.Html(502) : null),
        ["stream ends at once, some times"] = Refuses(request => request.Path == "/events" && !request.Query.ContainsKey("until") ? StubReply.Json("") : null),
        ["list hangs while all else answers"] = Refuses(request => request.Path == "/containers/json" ? StubReply.Hang() : null),
        ["half-open stream"] = new((wire, _) =>
        {
            wire.State.Freeze();
            wire.State.Happen((1, "destroy", ""), (2, "start", "running"));
            return Task.CompletedTask;
        })
        { Start = () => new(probeInterval: TimeSpan.FromSeconds(1)) },
        ["5,000 events and a viewer that never reads"] = new(StormAsync) { KeepsStream = true },
    };

    private static WireFault Ends(Action<StreamedReply> end, Action<WireState>? meanwhile = null) => new((wire, _) =>
    {
        var stream = wire.State.Freeze();
        (meanwhile ?? (state => state.Happen(Missed)))(wire.State);
        end(stream);
        return Task.CompletedTask;
    });

    private static WireFault Misses(Action<WireState> meanwhile) => Ends(stream => stream.Cut(), meanwhile);

    private static WireFault Misses(int count) => Misses(state => state.Happen(Enumerable.Range(1, count).Select(i => (i % 9, "rename", "running"))));

    private static WireFault Sends(ReadOnlySpan<byte> nonsense)
    {
        var bytes = nonsense.ToArray();
        return new((wire, ct) =>
        {
            wire.State.Stream.Send(bytes);
            return wire.HeardAsync(2, "start", "running", ct);
        })
        { KeepsStream = true };
    }

    private static WireFault Torn(Action<StreamedReply, byte[]> write, int count = 10) => new((wire, _) =>
    {
        wire.State.HappenThrough(write, Enumerable.Range(1, count).Select(i => (i % 50, "start", i % 2 == 0 ? "running" : "paused")));
        return Task.CompletedTask;
    })
    { KeepsStream = true };

    private static void SendTorn(StreamedReply stream, byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 200), bytes.Length - at);
            stream.Send(bytes[at..(at + length)]);
            at += length;
        }
    }

    private static WireFault Steps(int minutes) => new(async (wire, ct) =>
    {
        wire.State.StepClock(TimeSpan.FromMinutes(minutes));
        await wire.HeardAsync(3, "start", "running", ct);
        var stream = wire.State.Freeze();
        wire.State.Happen(Missed);
        stream.Cut();
    });

    private static WireFault StepsWhileAway(int minutes) => new(async (wire, ct) =>
    {
        var stream = wire.State.Freeze();
        wire.State.StepClock(TimeSpan.FromMinutes(minutes));
        wire.State.Happen(Missed);
        stream.Cut();
        await Eventually.TrueAsync("another stream", () => wire.State.Stream != stream && wire.State.Stream.Opened.IsCompletedSuccessfully, ct, RelayBench.Patience);
        wire.State.Happen((4, "start", "running"));
    });

    /// <summary>Refuses from the cut on until it was asked some times more, then lets be.</summary>
    private static WireFault Refuses(Func<StubRequest, StubHandler?> fault) => new(async (wire, ct) =>
    {
        var refused = 0;
        wire.Fault = request =>
        {
            var reply = fault(request);
            Interlocked.Add(ref refused, reply is null ? 0 : 1);
            return reply;
        };
        var stream = wire.State.Freeze();
        wire.State.Happen(Missed);
        stream.Cut();
        await Eventually.TrueAsync("some refusals", () => Volatile.Read(ref refused) >= 2, ct, RelayBench.Patience);
        wire.Fault = null;
    })
    { Start = () => new(deadlines: Impatient) };

    private static async Task SocketGoneAsync(WireEngine wire, CancellationToken ct)
    {
        var clock = (FakeTimeProvider)wire.Clock;
        wire.ShowSocket(false);
        var stream = wire.State.Freeze();
        wire.State.Happen(Missed);
        stream.Cut();
        await Eventually.TrueAsync("the loss", () => wire.Board.Current.Connection.Phase == ConnectionPhase.Reconnecting, ct, RelayBench.Patience);
        var back = clock.GetUtcNow().AddSeconds(30);
        await Eventually.TrueAsync("half a minute", () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(750));
            return clock.GetUtcNow() >= back;
        }, ct, RelayBench.Patience);
        Assert.Equal(ConnectionPhase.Stale, wire.Board.Current.Connection.Phase);
        wire.ShowSocket(true);
        await Eventually.TrueAsync("live", () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            return wire.Board.Current.Connection.Phase == ConnectionPhase.Live;
        }, ct, RelayBench.Patience);
    }

    private static async Task StormAsync(WireEngine wire, CancellationToken ct)
    {
        using var never = wire.Board.Subscribe();
        using var neverEither = wire.Timeline.Subscribe();
        for (var write = 0; write < 50; write++)
            wire.State.Happen(Enumerable.Range(0, 100).Select(i => (i % 20 + 1, "rename", (write + i) % 2 == 0 ? "running" : "paused")));
        await Eventually.TrueAsync("all of them", () => wire.IsAgreed() && wire.Missing() == 0, ct, RelayBench.Patience);

        var first = await neverEither.ReadAllAsync(ct).FirstAsync(ct);
        Assert.True(first.Lagged, "A viewer that never reads gets the newest snapshot instead of what it missed.");
        Assert.Equal(1, wire.Asked("/containers/json"));
    }
}
