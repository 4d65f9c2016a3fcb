using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.History;

/// <summary>The store is a file in a folder that a file stands in the way of, until that is taken away.</summary>
public sealed class BacklogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TimelineFilter _all = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Obstacle => _folder.PathOf("data");

    private HistoryOptions Options => new() { File = Path.Combine(Obstacle, "history.db"), MostWaiting = 100 };

    [Fact]
    public async Task Record_StoreIsDown_IsWrittenInOrderWhenItReturns()
    {
        await using var history = await StartDownAsync();
        for (var second = 0; second < 50; second++)
            history.Recorder.Record(SampleRows.Event(second));
        await DownAsync(history);

        File.Delete(Obstacle);

        await UpAsync(history);
        Assert.Equal(
            Enumerable.Range(0, 50).Reverse().Select(second => SampleRows.Event(second)), await history.Archive.ReadBeforeAsync(_all, null, 100, Ct));
    }

    [Fact]
    public async Task Record_MoreThanCanWait_LeavesAGapWithBothEndsWhereTheRowsAreMissing()
    {
        await using var history = await StartDownAsync();
        history.Recorder.Record(SampleRows.Event(0));
        await DownAsync(history);
        for (var second = 1; second < 160; second++)
            history.Recorder.Record(SampleRows.Event(second));

        File.Delete(Obstacle);

        await UpAsync(history);
        var rows = (await history.Archive.ReadBeforeAsync(_all, null, 1000, Ct)).Reverse().ToList();
        var gap = Assert.Single(rows.OfType<TimelineGap>());
        // What the writer tries to write counts too and stays: where the gap is depends on when it looked, how many rows are missing does not.
        const int missing = 160 - 100;
        var first = rows.IndexOf(gap);
        Assert.Equal(161 - missing, rows.Count);
        Assert.Equal((SampleRows.Event(first).At, SampleRows.Event(first + missing - 1).At, GapCause.HistoryDown), (gap.From, gap.To, gap.Cause));
        Assert.Equal(
            Enumerable.Range(0, 160).Where(second => second < first || second >= first + missing).Select(second => SampleRows.Event(second)),
            rows.Where(row => row != gap));
    }

    [Fact]
    public async Task State_StoreIsDown_SaysSinceWhenWhyAndHowManyWait()
    {
        await using var history = await StartDownAsync();
        history.Recorder.Record(SampleRows.Event(1));

        await DownAsync(history);

        var state = history.Archive.State;
        Assert.Equal(1, state.Waiting);
        Assert.Contains(Obstacle, state.Reason, StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<ArchiveUnavailableException>(() => history.Archive.ReadBeforeAsync(_all, null, 1, Ct));
        Assert.Contains(Obstacle, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<RunningHistory> StartDownAsync()
    {
        await File.WriteAllTextAsync(Obstacle, "", Ct);
        return await RunningHistory.StartAsync(Options, Ct);
    }

    private static Task DownAsync(RunningHistory history) =>
        Eventually.TrueAsync("the store to be down", () => history.Archive.State.DownSince is not null, Ct, TimeSpan.FromSeconds(30));

    private static Task UpAsync(RunningHistory history) =>
        Eventually.TrueAsync("the store to be back", () => history.Archive.State is { DownSince: null, Waiting: 0 }, Ct, TimeSpan.FromSeconds(30));
}
