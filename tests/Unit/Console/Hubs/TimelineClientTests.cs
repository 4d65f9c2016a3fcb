using System.Collections.Concurrent;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>The client that docs/timeline-hub.md shows, run.</summary>
public sealed class TimelineClientTests : IAsyncLifetime
{
    // Each test its own: who comes without a cursor gets every row that is there.
    private readonly TimelineHubSite _site = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

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
        var client = Client();
        _site.Add("one");
        Assert.Equal(["one"], await ActionsAsync(client, 1));
        _site.Add("two");
        _site.Add("three");

        Assert.Equal(["two", "three"], await ActionsAsync(client, 2));
    }

    [Fact]
    public async Task Client_CursorTooOld_BeginsAgain()
    {
        for (var i = 0; i < 501; i++)
            _site.Add("many");
        var client = Client();
        client.Cursor = "alpha:1";

        Assert.Equal("many", (await ActionsAsync(client, 1))[0]);
    }

    [Fact]
    public async Task Client_WithAnAccessToken_NeedsNeitherCookieNorOrigin()
    {
        await using var provider = await HostileProvider.StartAsync();
        await using var site = new TimelineHubSite { Provider = provider };
        await site.InitializeAsync();
        var token = provider.Draft();
        token.Claims["aud"] = TimelineHubSite.Audience;
        site.Add("one");

        var client = new TimelineClient(site.Console.Address, TimelineClient.ByToken(() => Task.FromResult<string?>(token.Write())));

        Assert.Equal(["one"], await ActionsAsync(client, 1));
    }

    private TimelineClient Client() => new(_site.Console.Address, TimelineClient.ByCookie(_site.Console.Address, _site.Cookie));

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
