using System.Text;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 9 and pitfalls 5, 6 and 15: every event arrives, and every end is an error.</summary>
public class EventStreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listen_WithoutCursor_AsksForEverythingFromNowOn() => Assert.Equal("GET /events", (await ListenAsync("", null)).Asked);

    [Theory]
    [InlineData(1_700_000_000_000_000_007, "1700000000.000000007")]
    [InlineData(0, "0.000000000")]
    public async Task Listen_SinceACursor_AsksWithNineDigits(long timeNano, string since) =>
        Assert.Equal($"GET /events?since={since}", (await ListenAsync("", EventCursor.At(timeNano))).Asked);

    [Fact]
    public async Task Listen_AfterAnEvent_DropsThatEventOnceAndNoOtherOfItsInstant()
    {
        var last = new EngineEvent { Action = "die", ContainerId = EngineSays.Id, TimeNano = 7 };

        var heard = await ListenAsync(
            EngineSays.Event("kill", 7) + EngineSays.Event("die", 7) + EngineSays.Event("die", 7, EngineSays.OtherId) + EngineSays.Event("die", 7) + EngineSays.Event("start", 8),
            EventCursor.After(last));

        Assert.Equal(["kill", "die", "die", "start"], heard.Events.Select(e => e.Action));
        Assert.Equal([EngineSays.Id, EngineSays.OtherId, EngineSays.Id, EngineSays.Id], heard.Events.Select(e => e.ContainerId));
    }

    [Fact]
    public async Task Listen_EngineEndsWell_IsAnErrorToTheListener()
    {
        var heard = await ListenAsync(EngineSays.Event("start", 1));

        Assert.Single(heard.Events);
        Assert.Equal("Docker Engine 'alpha' ended its event stream; it may be shutting down. Listen again from the last event.", heard.End.Message);
    }

    [Theory]
    [InlineData("in the middle of a chunk")]
    [InlineData("between chunks")]
    [InlineData("a well ended half value")]
    [InlineData("a reset")]
    public async Task Listen_StreamBreaks_DeliversWhatCameAndThenAnError(string how)
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine(stub: StubEngine.OnTcp()).On("GET", "/events", reply.HandleAsync);
        await using var events = stubbed.Engine.ListenEventsAsync(null, Ct).GetAsyncEnumerator(Ct);
        reply.Send(EngineSays.Event("start", 1));
        Assert.True(await events.MoveNextAsync());

        switch (how)
        {
            case "in the middle of a chunk":
                reply.CutInMidChunk("""{"Type":"cont""");
                break;
            case "between chunks":
                reply.Cut();
                break;
            case "a reset":
                reply.Reset();
                break;
            default:
                reply.Send("""{"Type":"cont""").End();
                break;
        }

        var failure = await Assert.ThrowsAsync<EngineStreamException>(() => events.MoveNextAsync().AsTask());
        Assert.Equal("Docker Engine 'alpha' closed the connection before it was done: listen to events.", failure.Message);
    }

    [Fact]
    public async Task Listen_MalformedLine_IsSkippedAndLogged()
    {
        var heard = await ListenAsync(EngineSays.Event("start", 1) + "this is {not json\n" + EngineSays.Event("die", 2));

        Assert.Equal(["start", "die"], heard.Events.Select(e => e.Action));
        Assert.StartsWith("Warning: Engine alpha sent an event that is not JSON; it was skipped", Assert.Single(heard.Logs), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"status\":\"exec_create: login hunter2\" oops}\n")]
    [InlineData("exec_start: login hunter2\n")]
    public async Task Listen_MalformedLineWithACommand_LogsNothingOfIt(string line)
    {
        var heard = await ListenAsync(line);

        Assert.DoesNotContain("hunter2", Assert.Single(heard.Logs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_ExecEvents_NeverShowTheirCommand()
    {
        var heard = await ListenAsync(EngineSays.Event("exec_create: login hunter2", 1) + EngineSays.Event("exec_start: login hunter2", 2) + EngineSays.Event("exec_die", 3));

        Assert.Equal(["exec_create", "exec_start", "exec_die"], heard.Events.Select(e => e.Action));
        Assert.DoesNotContain("hunter2", string.Join(' ', heard.Events.Select(e => $"{e} {string.Join(' ', e.Labels)}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_OtherTypesAndNonsense_AreSkippedInSilence()
    {
        var heard = await ListenAsync("""{"Type":"network","Action":"connect"}{"Type":"volume"}{"Type":"something new"}{}[]null""" + "\n7 \n" + EngineSays.Event("start", 1));

        Assert.Equal(("start", 0), (Assert.Single(heard.Events).Action, heard.Logs.Count));
    }

    [Fact]
    public async Task Watch_EveryType_IsDelivered()
    {
        var reply = new StreamedReply();
        reply.Send("""{"Type":"network","Action":"connect","timeNano":1}{"Type":"something new","timeNano":2}{}[]null""" + "\n" + EngineSays.Event("start", 3)).End();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        var messages = new List<EngineMessage>();
        await Assert.ThrowsAsync<EngineStreamException>(async () =>
        {
            await foreach (var message in stubbed.Engine.WatchEventsAsync(EventCursor.At(1), Ct))
                messages.Add(message);
        });

        Assert.Equal([("network", 1, false), ("something new", 2, false), ("", 0, false), ("container", 3, true)], messages.Select(m => (m.Type, m.TimeNano, m.Event is not null)));
    }

    [Fact]
    public async Task Replay_Bounded_AsksSinceAndUntilAndEndsWell()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/events", StubReply.Json(EngineSays.Event("die", 7) + EngineSays.Event("start", 8)));

        var replayed = await stubbed.Engine.ReplayEventsAsync(EventCursor.After(new EngineEvent { Action = "die", ContainerId = EngineSays.Id, TimeNano = 7 }), EventCursor.At(9), Ct);

        Assert.Equal("start", Assert.Single(replayed).Action);
        Assert.Equal("GET /events?since=0.000000007&until=0.000000009", stubbed.Asked);
    }

    [Fact]
    public async Task Replay_BodyCut_IsAnError()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        reply.Send(EngineSays.Event("die", 7)).CutInMidChunk("""{"Type":"cont""");

        await Assert.ThrowsAsync<EngineStreamException>(() => stubbed.Engine.ReplayEventsAsync(EventCursor.At(1), EventCursor.At(9), Ct));
    }

    [Fact]
    public async Task Replay_EngineNeverEnds_IsATimeout()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        var replay = stubbed.Engine.ReplayEventsAsync(EventCursor.At(1), EventCursor.At(9), Ct);
        await reply.Opened.WaitAsync(Ct);

        stubbed.Clock.Advance(new EngineDeadlines().Inspect);

        await Assert.ThrowsAsync<EngineTimeoutException>(() => replay);
    }

    [Fact]
    public async Task Listen_FiveHundredEventsInOneWrite_AllArriveInOrder()
    {
        var heard = await ListenAsync(string.Concat(Enumerable.Range(1, 500).Select(i => EngineSays.Event("rename", i))));

        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), heard.Events.Select(e => e.TimeNano));
    }

    [Fact]
    public async Task Listen_OneByteAWrite_IsWhole()
    {
        var reply = new StreamedReply();
        reply.SendByteByByte(EngineSays.Event("start", 1, attributes: """{"name":"grün ✓"}""") + EngineSays.Event("die", 2)).End();

        var heard = await ListenAsync(reply, null);

        Assert.Equal(["start", "die"], heard.Events.Select(e => e.Action));
        Assert.Equal("grün ✓", heard.Events[0].Labels["name"]);
    }

    [Fact]
    public async Task Listen_ConsumerStopsToThink_LosesNothing()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        await using var events = stubbed.Engine.ListenEventsAsync(null, Ct).GetAsyncEnumerator(Ct);
        reply.Send(EngineSays.Event("rename", 1));
        Assert.True(await events.MoveNextAsync());

        // More than every buffer between holds, so that the engine's side blocks while the consumer thinks.
        for (var i = 2; i <= 5_000; i++)
            reply.Send(EngineSays.Event("rename", i, attributes: $$"""{"padding":"{{new string('x', 400)}}"}"""));
        reply.End();
        stubbed.Clock.Advance(TimeSpan.FromHours(1));

        for (var i = 2; i <= 5_000; i++)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(i, events.Current.TimeNano);
        }
    }

    [Fact]
    public async Task Listen_TwoListeners_EachGetAll()
    {
        var (one, two) = (new StreamedReply(), new StreamedReply());
        await using var stubbed = new StubbedEngine().On("GET", "/events", StubReply.Sequence(one.HandleAsync, two.HandleAsync));
        one.Send(EngineSays.Event("start", 1));
        two.Send(EngineSays.Event("start", 1));

        await using var first = stubbed.Engine.ListenEventsAsync(null, Ct).GetAsyncEnumerator(Ct);
        await using var second = stubbed.Engine.ListenEventsAsync(null, Ct).GetAsyncEnumerator(Ct);

        Assert.True(await first.MoveNextAsync());
        Assert.True(await second.MoveNextAsync());
        Assert.Equal(2, stubbed.Stub.OpenConnections);
    }

    private static Task<Heard> ListenAsync(string text, EventCursor? since = null)
    {
        var reply = new StreamedReply();
        reply.Send(Encoding.UTF8.GetBytes(text.Length == 0 ? "\n" : text)).End();
        return ListenAsync(reply, since);
    }

    private static async Task<Heard> ListenAsync(StreamedReply reply, EventCursor? since)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        var events = new List<EngineEvent>();
        var end = await Assert.ThrowsAsync<EngineStreamException>(async () =>
        {
            await foreach (var happened in stubbed.Engine.ListenEventsAsync(since, Ct))
                events.Add(happened);
        });
        return new(events, end, stubbed.Asked, stubbed.Logs.Entries);
    }

    private sealed record Heard(List<EngineEvent> Events, EngineStreamException End, string Asked, IReadOnlyList<string> Logs);
}
