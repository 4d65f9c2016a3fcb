using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

/// <summary>The downloads over HTTP, by a signed-in viewer. Who is not signed in is refused in DoorTests.</summary>
public sealed class DownloadTests(DownloadTests.Started started) : IClassFixture<DownloadTests.Started>
{
    private const string Foreign = "owner-of-nothing-here";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string Id = SampleContainers.IdOf(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_Viewer_GetsItMaskedAsAFile()
    {
        using var response = await GetAsync($"/api/containers/local/{Id}/json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("attachment; filename=game-1.json", response.Content.Headers.ContentDisposition!.ToString());
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.Contains("GAME_TOKEN=••••••", body, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-everyone", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Viewer_GetsEveryLineAndNothingATerminalWouldObey()
    {
        using var response = await GetAsync($"/api/containers/local/{Id}/log");

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment; filename=game-1.log", response.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(
            "2026-11-23T12:00:00.0000000Z stdout <b>hello</b>\n- stderr ␛[31mred␛[0m␇\n- stdout long … (cut at 16 KB)\n",
            await response.Content.ReadAsStringAsync(Ct));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("log")]
    public async Task Download_ForeignUnknownAndMalformedIds_AnswerAlike(string what)
    {
        var read = started.Engine.CountOf(nameof(IDockerEngine.ReadLogsAsync));
        var absent = await RefusalAsync($"/api/containers/local/{SampleContainers.IdOf(404)}/{what}");

        Assert.Equal(absent, await RefusalAsync($"/api/containers/local/{SampleContainers.IdOf(2)}/{what}"));
        Assert.Equal(absent, await RefusalAsync($"/api/containers/elsewhere/{Id}/{what}"));
        Assert.Equal(absent, await RefusalAsync($"/api/containers/local/game-1/{what}"));
        Assert.Equal(absent, await RefusalAsync($"/api/containers/local/..%2f..%2finfo/{what}"));
        Assert.Equal(read, started.Engine.CountOf(nameof(IDockerEngine.ReadLogsAsync)));
    }

    [Fact]
    public async Task Log_MoreDownloadsThanAPersonMayHave_AreRefusedWithoutAskingTheEngine()
    {
        using var browser = await started.Console.SignInAsync("otto", Ct);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var hold = started.Engine.Hold(nameof(IDockerEngine.ReadLogsAsync));
        var open = Enumerable.Range(0, Started.LogViewsPerUser).Select(_ => browser.GetAsync($"/api/containers/local/{Id}/log", leaving.Token)).ToList();
        await started.Engine.WaitForHeldAsync(Started.LogViewsPerUser, Ct, Patience);

        using var refusal = await browser.GetAsync($"/api/containers/local/{Id}/log", Ct);

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.StatusCode);
        Assert.Contains($"You have {Started.LogViewsPerUser} logs open", await refusal.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(open));
        await started.Engine.WaitForHeldAsync(0, Ct, Patience);
    }

    [Fact]
    public async Task Log_ClientLeaves_EndsTheReading()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var hold = started.Engine.Hold(nameof(IDockerEngine.ReadLogsAsync));
        var answer = browser.GetAsync($"/api/containers/local/{Id}/log", leaving.Token);
        await started.Engine.WaitForHeldAsync(1, Ct, Patience);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await started.Engine.WaitForHeldAsync(0, Ct, Patience);
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);
        return await browser.GetAsync(path, Ct);
    }

    private async Task<string> RefusalAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        return (await response.Content.ReadAsStringAsync(Ct)).Split("\"traceId\"")[0];
    }

    public sealed class Started : IAsyncLifetime
    {
        public const int LogViewsPerUser = 3;

        public RunningConsole Console { get; private set; } = null!;

        public FakeEngine Engine { get; } = new();

        public async ValueTask InitializeAsync()
        {
            var mine = new SampleContainers(DateTimeOffset.UnixEpoch).Healthy();
            Engine.Put(mine with { RawJson = """{"Config":{"Env":["GAME_TOKEN=not-for-everyone"]}}""" });
            Engine.Put(mine with { Id = SampleContainers.IdOf(2), Labels = new Dictionary<string, string> { ["owner"] = Foreign } });
            Engine.AppendLog(Id, new(LogSource.Stdout, new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), "<b>hello</b>", false));
            Engine.AppendLog(Id, new(LogSource.Stderr, null, "\u001b[31mred\u001b[0m\a", false));
            Engine.AppendLog(Id, new(LogSource.Stdout, null, "long", true));
            Console = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton(new EngineRegistry([Engine])), args: $"--Rtm:Limits:LogViewsPerUser={LogViewsPerUser}");
        }

        public async ValueTask DisposeAsync() => await Console.DisposeAsync();
    }
}
