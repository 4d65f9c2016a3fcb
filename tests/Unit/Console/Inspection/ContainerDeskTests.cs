using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Inspection;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

/// <summary>One reader for every path by id; what is not ours answers as what is not there.</summary>
public sealed class ContainerDeskTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeEngine _engine;
    private readonly SampleContainers _samples;
    private readonly ContainerDesk _desk;

    public ContainerDeskTests()
    {
        _engine = new("local", _clock);
        _samples = new(_clock.GetUtcNow());
        _desk = new(new([_engine]), new(new() { Owners = [SampleContainers.Owner] }), _clock);
    }

    public static TheoryData<string, string> Absent => new()
    {
        { "local", SampleContainers.IdOf(99) },
        { "elsewhere", SampleContainers.IdOf(1) },
        { "local", "game-1" },
        { "local", SampleContainers.IdOf(1)[..12] },
        { "local", SampleContainers.IdOf(1).ToUpperInvariant() },
        { "local", "../images/json" },
        { "local", "..%2f..%2fimages%2fjson" },
        { "local", SampleContainers.IdOf(1)[..61] + "/.." },
        { "local", SampleContainers.IdOf(1) + "?x" },
        { "local", "" },
        { "", "" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Absent))]
    public async Task Read_UnknownOrNoFullId_IsAbsent(string engine, string id)
    {
        _engine.Put(_samples.Healthy());

        Assert.Equal(await AbsenceAsync("local", SampleContainers.IdOf(98)), await AbsenceAsync(engine, id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("somebody-else")]
    [InlineData("")]
    [InlineData("RTMANAGER")]
    public async Task EveryRead_ForeignContainer_AnswersAsAnAbsentOne(string? owner)
    {
        var labels = owner is null ? new Dictionary<string, string>() : new() { [SampleContainers.OwnerLabel] = owner };
        _engine.Put(_samples.Healthy() with { Labels = labels });
        _engine.AppendLog(SampleContainers.IdOf(1), new(LogSource.Stdout, null, "secret of somebody else", false));
        _engine.PublishStats(SampleContainers.IdOf(1), new());
        var absent = await AbsenceAsync("local", SampleContainers.IdOf(98));

        Assert.Equal(absent, await AbsenceAsync("local", SampleContainers.IdOf(1)));
        Assert.Equal(absent, await StreamAbsenceAsync(_desk.ReadLogsAsync("local", SampleContainers.IdOf(1), new(), Ct)));
        Assert.Equal(absent, await StreamAbsenceAsync(_desk.StreamStatsAsync("local", SampleContainers.IdOf(1), Ct)));
        Assert.Equal((0, 0), (_engine.CountOf(nameof(_engine.ReadLogsAsync)), _engine.CountOf(nameof(_engine.StreamStatsAsync))));
    }

    [Fact]
    public async Task Read_IdThatIsNone_DoesNotReachTheEngine()
    {
        await AbsenceAsync("local", "../images/json");

        Assert.Empty(_engine.Calls);
    }

    [Fact]
    public async Task Read_RelabelledSinceTheLastRead_IsAbsent()
    {
        _engine.Put(_samples.Healthy());
        await _desk.ReadAsync("local", SampleContainers.IdOf(1), Ct);

        _engine.Put(_samples.Healthy() with { Labels = new Dictionary<string, string>() });

        Assert.NotEmpty(await AbsenceAsync("local", SampleContainers.IdOf(1)));
    }

    [Fact]
    public async Task Read_EngineFails_SaysWhyAndIsNotAbsent()
    {
        _engine.Put(_samples.Healthy());
        _engine.Fail(nameof(_engine.InspectContainerAsync), new EngineTimeoutException(new("local", "inspect", ""), "no answer within 3 s"));

        var fault = await Assert.ThrowsAsync<DeskException>(() => _desk.ReadAsync("local", SampleContainers.IdOf(1), Ct));

        Assert.Equal((false, "no answer within 3 s"), (fault.IsAbsent, fault.Message));
    }

    [Fact]
    public async Task Logs_StreamBreaks_SaysWhyAfterTheLines()
    {
        var id = SampleContainers.IdOf(1);
        _engine.Put(_samples.Healthy());
        _engine.AppendLog(id, new(LogSource.Stdout, null, "first", false));
        await using var lines = _desk.ReadLogsAsync("local", id, new() { Follow = true }, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await lines.MoveNextAsync());

        _engine.EndLog(id, new EngineStreamException(new("local", "read logs", id), "cut off"));

        Assert.Equal("cut off", (await Assert.ThrowsAsync<DeskException>(async () => await lines.MoveNextAsync())).Message);
    }

    private async Task<string> AbsenceAsync(string engine, string id)
    {
        var fault = await Assert.ThrowsAsync<DeskException>(() => _desk.ReadAsync(engine, id, Ct));
        Assert.True(fault.IsAbsent);
        return fault.Message;
    }

    private static async Task<string> StreamAbsenceAsync<T>(IAsyncEnumerable<T> stream)
    {
        var fault = await Assert.ThrowsAsync<DeskException>(async () => await stream.CountAsync(Ct));
        Assert.True(fault.IsAbsent);
        return fault.Message;
    }
}
