using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Exports;

public sealed class TimelineExportTests(TimelineExportTests.Started started) : IClassFixture<TimelineExportTests.Started>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Export_Anonymous_IsSentToSignIn(string format)
    {
        using var browser = new CookieBrowser(started.Console.Address);

        using var response = await browser.GetAsync($"/timeline/export.{format}", Ct);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.DoesNotContain("game-", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_NoRole_IsRefused()
    {
        using var browser = await started.Console.SignInAsync("nora", Ct);

        using var response = await browser.GetAsync("/timeline/export.csv", Ct);

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Csv_MoreThanOnePage_HasEveryRowNewestFirst()
    {
        var lines = (await GetAsync("/timeline/export.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("at,engine,kind", lines[0], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, Started.Rows).Reverse().Select(i => $"local-{i}"), lines.Skip(1).Select(l => l.Split(',')[4]));
    }

    [Fact]
    public async Task Csv_ForSpreadsheets_BeginsWithTheMarkOfUtf8()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync("/timeline/export.csv", Ct);

        Assert.Equal([0xEF, 0xBB, 0xBF], (await response.Content.ReadAsByteArrayAsync(Ct)).Take(3));
    }

    [Fact]
    public async Task Json_Filtered_IsAnArrayOfTheRowsThatMatch()
    {
        using var rows = JsonDocument.Parse(await GetAsync("/timeline/export.json?q=local-77"));

        Assert.Equal(
            ["local-779", "local-778", "local-777", "local-776", "local-775", "local-774", "local-773", "local-772", "local-771", "local-770", "local-77"],
            rows.RootElement.EnumerateArray().Select(r => r.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Export_OwnerOutOfScope_IsNotInIt() =>
        Assert.DoesNotContain("not-ours", await GetAsync("/timeline/export.json"), StringComparison.Ordinal);

    [Fact]
    public async Task Export_FileName_HasTheDate()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync("/timeline/export.csv", Ct);

        Assert.Matches("^timeline-[0-9]{4}-[0-9]{2}-[0-9]{2}[.]csv$", response.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition.DispositionType);
    }

    [Fact]
    public async Task Export_FilterCantBeUsed_IsRefusedAndSaysWhy()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync("/timeline/export.csv?from=yesterday", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith("from: ", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private async Task<string> GetAsync(string path)
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);
        using var response = await browser.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(Ct);
    }

    public sealed class Started : IAsyncLifetime
    {
        public const int Rows = 1200;

        public RunningConsole Console { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var archive = new FakeArchive();
            foreach (var row in Components.Timeline.Rows.Many("local", 1, Rows))
                archive.Record(row);
            archive.Record(Components.Timeline.Rows.Event(Rows + 1, name: "not-ours") with { Owner = "somebody else" });
            Console = await RunningConsole.StartAsync(configure: builder => builder.Services
                .AddSingleton(new OwnerScope(new() { Owners = [SampleContainers.Owner] }))
                .AddSingleton<ITimelineArchive>(archive));
        }

        public ValueTask DisposeAsync() => Console.DisposeAsync();
    }
}
