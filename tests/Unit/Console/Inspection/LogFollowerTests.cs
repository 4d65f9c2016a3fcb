using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Inspection;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

public sealed class LogFollowerTests : IAsyncLifetime
{
    private static readonly string Id = SampleContainers.IdOf(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly FakeEngine _engine;
    private readonly LogFollower _follower;
    private Task _run = Task.CompletedTask;

    public LogFollowerTests()
    {
        _engine = new("local", _clock);
        _engine.Put(new SampleContainers(_clock.GetUtcNow()).Healthy());
        _follower = new(new(new([_engine]), new(new()), _clock), "local", Id, () => Task.FromResult(new LogSeats(new()).Take("a")), () => _clock.GetUtcNow(), _clock);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _follower.Dispose();
        _engine.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Run_Follow_TakesWhatWasAndWhatComes()
    {
        Say("past");
        Run(new() { Follow = true });
        await CountAsync(1);

        Say("now");
        await CountAsync(2);

        Assert.Equal(["past", "now"], Texts());
        Assert.Equal(LogPhase.Following, _follower.Phase);
    }

    [Fact]
    public async Task Run_ContainerEndsAndStartsAgain_GoesOnWithoutRepeating()
    {
        Say("first run");
        Run(new() { Follow = true, Tail = 100 });
        await CountAsync(1);
        _engine.EndLog(Id);
        await PhaseAsync(LogPhase.Ended);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Say("second run");

        Run(new() { Follow = true, Tail = 100 });
        await CountAsync(2);

        Assert.Equal(["first run", "second run"], Texts());
    }

    [Fact]
    public async Task Run_StreamBreaks_KeepsTheLinesAndSaysWhy()
    {
        Say("kept");
        Run(new() { Follow = true });
        await CountAsync(1);

        _engine.EndLog(Id, new EngineStreamException(new("local", "read logs", Id), "cut off"));
        await PhaseAsync(LogPhase.Failed);

        Assert.Equal("cut off", _follower.Fault);
        Assert.Equal(["kept"], Texts());
    }

    [Fact]
    public async Task Run_ContainerGone_SaysTheWordsOfAnAbsentOne()
    {
        _engine.Destroy(Id);
        Run(new() { Follow = true });
        await PhaseAsync(LogPhase.Failed);

        Assert.StartsWith("There is no such container here.", _follower.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MoreThanAWindowTakes_WaitsForTheNextWindow()
    {
        for (var i = 0; i < LogFollower.LinesPerWindow + 5; i++)
            Say($"line {i}");
        Run(new() { Follow = true });
        await CountAsync(LogFollower.LinesPerWindow);

        Assert.Equal(LogFollower.LinesPerWindow, _follower.Ring.End);
        await UntilAsync(LogFollower.LinesPerWindow + 5, () => _clock.Advance(LogFollower.Window));
    }

    [Fact]
    public async Task Run_SourceFasterThanThePace_SkipsToTheEndAndSaysSo()
    {
        var hold = _engine.Hold(nameof(IDockerEngine.ReadLogsAsync));
        Run(new() { Follow = true });
        await _engine.WaitForHeldAsync(1, Ct, Patience);
        // They were written long ago when they are read: the reader lags.
        _clock.Advance(2 * LogFollower.LongestLag);
        var written = _clock.GetUtcNow() - LogFollower.LongestLag - TimeSpan.FromSeconds(1);
        for (var i = 0; i < 3 * LogFollower.LinesPerWindow; i++)
            _engine.AppendLog(Id, new(LogSource.Stdout, written.AddMicroseconds(i), $"line {i}", false));
        hold.Dispose();
        await CountAsync(LogFollower.LinesPerWindow + 1_001);

        var view = _follower.Ring.View();
        var note = Enumerable.Range(0, view.Count).Select(i => view[i]).Single(row => row.IsNote);
        Assert.StartsWith("Lines skipped after", note.Text, StringComparison.Ordinal);
        Assert.Equal($"line {3 * LogFollower.LinesPerWindow - 1}", view[view.End - 1].Text);
    }

    [Fact]
    public async Task Run_FromATime_StopsWhenTheViewIsFull()
    {
        for (var i = 0; i < LogRing.MostRows; i++)
            Say("x");
        Run(new() { Since = _clock.GetUtcNow().AddHours(-1) });
        await Eventually.TrueAsync("the view to be full", () => { _clock.Advance(LogFollower.Window); return _follower.Phase == LogPhase.Full; }, Ct, Patience);

        Assert.Equal((0L, LogRing.MostRows), (_follower.Ring.View().First, _follower.Ring.View().Count));
    }

    private void Run(LogQuery query) => _run = RunQuietlyAsync(query);

    private async Task RunQuietlyAsync(LogQuery query)
    {
        try
        {
            await Task.Run(() => _follower.RunAsync(query, _stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private void Say(string text) => _engine.AppendLog(Id, new(LogSource.Stdout, _clock.GetUtcNow(), text, false));

    private IEnumerable<string> Texts() => _follower.Ring.View() is var view ? Enumerable.Range(0, view.Count).Select(i => view[view.First + i].Text) : [];

    private Task CountAsync(int rows) => UntilAsync(rows, () => { });

    private Task UntilAsync(int rows, Action meanwhile) => Eventually.TrueAsync(
        $"{rows} rows",
        () =>
        {
            meanwhile();
            return _follower.Ring.End >= rows;
        },
        Ct,
        Patience);

    private Task PhaseAsync(LogPhase phase) => Eventually.TrueAsync($"{phase}", () => _follower.Phase == phase, Ct, Patience);
}
