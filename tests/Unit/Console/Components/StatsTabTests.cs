using Bunit;
using Rtm.Console.Components.Containers;
using Rtm.Console.Components.ContainerTabs.Stats;
using Rtm.Console.Inspection;
using Rtm.Console.Verdicts;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class StatsTabTests : IAsyncDisposable
{
    private static readonly string Id = SampleContainers.IdOf(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Tab_NoReadingYet_SaysThatItWaits()
    {
        var page = Page();

        await page.UntilAsync(() => Assert.Contains("Waiting for the first reading", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tab_Reading_ShowsWordsAndALine()
    {
        var page = Page();
        Publish(0, cpu: 12.34, memory: 64L << 20);
        Publish(1, cpu: 150, memory: 128L << 20);

        await page.UntilAsync(
            () =>
            {
                Assert.Equal("150.0 %", Card(page, "CPU"));
                Assert.Equal("128 MiB", Card(page, "Memory"));
                Assert.Contains("25.0 % of 512 MiB", page.Markup, StringComparison.Ordinal);
                Assert.Equal("↓ 1 KiB/s  ↑ 0 B/s", Card(page, "Network"));
                Assert.StartsWith("M", page.Find("[aria-label=CPU] path").GetAttribute("d"), StringComparison.Ordinal);
            });
    }

    [Fact]
    public void Tab_StoppedContainer_HasNothingToMeasureAndAsksNobody()
    {
        var page = Page(new() { State = "exited", ExitCode = 1 });

        Assert.Equal("Nothing to measure", page.Find(".empty h2").TextContent);
        Assert.Equal(0, _bench.Engine.CountOf(nameof(IDockerEngine.StreamStatsAsync)));
    }

    [Fact]
    public async Task Tab_ContainerStarts_BeginsToMeasure()
    {
        var page = Page(new() { State = "exited" });
        _bench.Board.ShowList([PageBench.Container(1)]);
        Publish(0);

        await page.UntilAsync(() => Assert.Equal("0.0 %", Card(page, "CPU")));
    }

    [Fact]
    public async Task Tab_EngineFails_SaysWhy()
    {
        _bench.Engine.Fail(nameof(IDockerEngine.StreamStatsAsync), new EngineTimeoutException(new("local", "stats", Id), "no answer"));

        var page = Page();

        await page.UntilAsync(() => Assert.Equal("no answer", page.Find("[role=alert] .notice-reason").TextContent));
    }

    [Theory]
    [InlineData(new[] { 0.0, 50, 100 }, "M299 47L299.5 24L300 1")]
    [InlineData(new[] { 0.0, double.NaN, 100 }, "M299 47M300 1")]
    [InlineData(new[] { 400.0, 200, -7 }, "M299 1L299.5 24L300 47")]
    [InlineData(new double[0], "")]
    public void Sparkline_Values_BecomeAPath(double[] values, string path)
    {
        var points = values.Select((value, i) => new StatsPoint(DateTimeOffset.UnixEpoch.AddSeconds(i / 2.0), new() { CpuPercent = value })).ToArray();

        Assert.Equal(path, Sparkline.Path(points, p => p.Stats.CpuPercent, 100));
    }

    private static string Card(IRenderedComponent<ContainerPage> page, string title) => page.Find($"[aria-label='{title}'] .value").TextContent;

    private void Publish(int second, double cpu = 0, long memory = 0) => _bench.Engine.PublishStats(Id, new()
    {
        ReadAt = _bench.Clock.GetUtcNow().AddSeconds(second),
        CpuPercent = cpu,
        MemoryBytes = memory,
        MemoryLimitBytes = 512L << 20,
        NetworkReceivedBytes = 1024 * second,
    });

    private IRenderedComponent<ContainerPage> Page(ContainerFacts? facts = null)
    {
        _bench.Engine.Put(new SampleContainers(_bench.Clock.GetUtcNow()).Healthy());
        _bench.Board.ShowList([PageBench.Container(1, facts: facts)]);
        return _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, Id).Add(c => c.Tab, "stats"));
    }
}
