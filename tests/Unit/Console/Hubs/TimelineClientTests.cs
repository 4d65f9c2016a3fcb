using System.Collections.Concurrent;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>The client that docs/timeline-hub.md shows, run.</summary>
public sealed class TimelineClientTests(TimelineHubSite site) : IClassFixture<TimelineHubSite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_Example_IsTheCodeThatThisTestRuns()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "timeline-hub.md"), Ct);
        var code = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "TimelineClient.cs"), Ct);

        var shown = document.Split("```csharp\n")[1].Split("```")[0];
        Assert.Equal(code.Replace($"namespace {GetType().Namespace};\n\n", "", StringComparison.Ordinal), shown);
    }

    [Fact]
    public async Task Client_StoppedAndStartedWithItsCursor_MissesNothing()
    {
        var client = new TimelineClient(site.Console.Address, site.Cookie);
        site.Add("one");
        Assert.Equal(["one"], await ActionsAsync(client, 1));
        site.Add("two");
        site.Add("three");

        Assert.Equal(["two", "three"], await ActionsAsync(client, 2));
    }

    [Fact]
    public async Task Client_CursorTooOld_BeginsAgain()
    {
        for (var i = 0; i < 501; i++)
            site.Add("many");
        var client = new TimelineClient(site.Console.Address, site.Cookie) { Cursor = "alpha:1" };

        Assert.Equal("many", (await ActionsAsync(client, 1))[0]);
    }

    private static async Task<IReadOnlyList<string?>> ActionsAsync(TimelineClient client, int count)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var rows = new ConcurrentQueue<TimelineClient.Row>();
        var before = client.Cursor;
        var following = client.FollowAsync(new(), row =>
        {
            rows.Enqueue(row);
            return Task.CompletedTask;
        }, stop.Token);
        await Eventually.TrueAsync($"{count} rows and their cursor", () => rows.Count >= count && client.Cursor != before, Ct, TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        return [.. rows.Select(row => row.Action)];
    }
}
