using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>Whatever one engine does, the other's board and timeline go on. The clock stands still: they share no wait, not even a short one.</summary>
public sealed class TwoEnginesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeArchive _archive = new();
    private readonly List<IDisposable> _holds = [];
    private readonly FakeEngine _hurt;
    private readonly FakeEngine _well;
    private readonly IHost _host;

    public TwoEnginesTests()
    {
        (_hurt, _well) = (new("hurt", _clock), new("well", _clock));
        foreach (var engine in (FakeEngine[])[_hurt, _well])
            engine.Put(Enumerable.Range(1, 20).Select(new SampleContainers(_clock.GetUtcNow()).Running));
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_ => new EngineRegistry([_hurt, _well]))
            .AddSingleton(new ScopeOptions()).AddSingleton(new RelayOptions()).AddSingleton<ITimelineRecorder>(_archive).AddRelay();
        _host = builder.Build();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private BoardDirectory Directory => _host.Services.GetRequiredService<BoardDirectory>();

    public async ValueTask DisposeAsync()
    {
        _holds.ForEach(h => h.Dispose());
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    [Fact]
    public async Task Relay_OneEngineBlackHoledFromTheStart_TheOtherIsLiveAndFollows()
    {
        BlackHole();
        await _host.StartAsync(Ct);

        await FollowsAsync();

        Assert.Equal(ConnectionPhase.Connecting, Directory.Boards[0].Current.Connection.Phase);
    }

    [Fact]
    public async Task Relay_OneEngineFrozenWhileLive_TheOtherFollows()
    {
        await _host.StartAsync(Ct);
        await _hurt.WaitForListenersAsync(1, Ct);
        BlackHole();
        _hurt.FreezeEvents();

        await FollowsAsync();
    }

    [Fact]
    public async Task Relay_OneEngineLostWhileLive_TheOtherFollows()
    {
        await _host.StartAsync(Ct);
        await _hurt.WaitForListenersAsync(1, Ct);
        _hurt.GoDown();
        await Eventually.TrueAsync("the loss", () => Directory.Boards[0].Current.Connection.Phase == ConnectionPhase.Reconnecting, Ct);

        await FollowsAsync();
    }

    [Fact]
    public async Task Relay_OneEngineStormsBeforeAViewerThatNeverReads_TheOtherFollows()
    {
        await _host.StartAsync(Ct);
        await _hurt.WaitForListenersAsync(1, Ct);
        using var never = Directory.Boards[0].Subscribe();
        using var neverEither = Directory.Timelines[0].Subscribe();
        for (var i = 0; i < 5_000; i++)
            _hurt.Happen(SampleContainers.IdOf(i % 20 + 1), "rename", c => c with { Name = $"name-{i}" });

        await FollowsAsync();
    }

    private void BlackHole() => _holds.AddRange(
        typeof(IDockerEngine).GetInterfaces().SelectMany(i => i.GetMethods()).Where(m => !m.IsSpecialName && m.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(m => _hurt.Hold(m.Name)));

    private async Task FollowsAsync()
    {
        var board = Directory.Boards[1];
        await Eventually.TrueAsync("the other to be live", () => board.Current.Connection.Phase == ConnectionPhase.Live && _well.Listeners == 1, Ct);

        for (var i = 1; i <= 20; i++)
            _well.Die(SampleContainers.IdOf(i), 1);

        await Eventually.TrueAsync("its board", () => board.Current.Containers.Values.All(c => c.Facts.State == "exited"), Ct);
        await Eventually.TrueAsync("its timeline", () => _archive.Rows.OfType<TimelineEvent>().Count(e => e.Engine == "well") == 20, Ct);
        Assert.Empty(Directory.Timelines[1].Current.Gaps);
    }
}
