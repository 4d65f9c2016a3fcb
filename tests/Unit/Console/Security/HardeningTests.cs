using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>What any request meets before anybody asks who sent it.</summary>
public sealed class HardeningTests : IClassFixture<LyingProviderTests.Started>
{
    private readonly LyingProviderTests.Started _started;

    public HardeningTests(LyingProviderTests.Started started)
    {
        _started = started;
        started.Provider.Reset();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Uri Provider => _started.Provider.Issuer;

    [Theory]
    [InlineData("http", "X-Forwarded-Proto", "https")]
    [InlineData("http", "X-Forwarded-Host", "evil.example")]
    [InlineData("http", "Forwarded", "proto=https;host=evil.example")]
    [InlineData("https", "X-Forwarded-Proto", "https", "--Rtm:Proxies:0=127.0.0.0/8", "--Rtm:Proxies:1=::1")]
    [InlineData("http", "X-Forwarded-Host", "evil.example", "--Rtm:Proxies:0=127.0.0.0/8", "--Rtm:Proxies:1=::1")]
    [InlineData("http", "X-Forwarded-Proto", "https", "--Rtm:Proxies:0=10.1.2.3")]
    public async Task ForwardedHeader_IsBelievedFromAConfiguredProxyAlone(string scheme, string header, string value, params string[] args)
    {
        await using var console = await RunningConsole.StartAsync(authority: Provider, args: args);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = console.Address };
        client.DefaultRequestHeaders.Add(header, value);

        using var challenge = await client.GetAsync("/signin", Ct);

        var redirect = QueryHelpers.ParseQuery(challenge.Headers.Location!.Query)["redirect_uri"].ToString();
        Assert.Equal($"{scheme}://{console.Address.Authority}/signin-oidc", redirect);
    }

    [Fact]
    public async Task Body_TooLong_IsA413AndNotAFailure()
    {
        using var browser = new CookieBrowser(_started.Console.Address);
        using var signedIn = await browser.FollowAsync("/", Ct);

        using var answer = await browser.SendAsync(
            HttpMethod.Post, "/signout", Ct, new FormUrlEncodedContent([new("__RequestVerificationToken", new string('x', 300 * 1024))]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_TooOftenFromOneAddress_IsA429WithATimeToWait()
    {
        await using var console = await RunningConsole.StartAsync(authority: Provider, args: "--Rtm:Limits:SignInsPerMinute=10");
        using var browser = new CookieBrowser(console.Address);
        for (var i = 0; i < 10; i++)
            (await browser.GetAsync("/signin", Ct)).Dispose();

        using var refused = await browser.GetAsync("/signin", Ct);
        using var other = await browser.GetAsync("/healthz", Ct);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (refused.StatusCode, other.StatusCode));
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task SignIn_TooOftenUnderForgedAddresses_IsA429AllTheSame()
    {
        await using var console = await RunningConsole.StartAsync(authority: Provider, args: "--Rtm:Limits:SignInsPerMinute=10");

        var answers = await AskAsAsync(console, 11, i => $"203.0.113.{i}");

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task SignIn_ForgedAddressesBeforeTheProxysWord_AreNotBelieved()
    {
        await using var console = await RunningConsole.StartAsync(
            authority: Provider, args: ["--Rtm:Limits:SignInsPerMinute=10", "--Rtm:Proxies:0=127.0.0.0/8", "--Rtm:Proxies:1=::1"]);

        var forged = await AskAsAsync(console, 11, i => $"203.0.113.{i}, 198.51.100.7");
        var another = await AskAsAsync(console, 1, _ => "198.51.100.8");

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.Redirect), (forged[^1], another[0]));
    }

    [Theory]
    [InlineData("GET", "/signout-frontchannel?iss=x&sid=x")]
    [InlineData("POST", "/signout-backchannel")]
    public async Task RemoteSignOut_TooOftenFromOneAddress_IsA429(string method, string path)
    {
        await using var console = await RunningConsole.StartAsync(authority: Provider, args: "--Rtm:Limits:ConnectionsPerMinute=60");
        using var browser = new CookieBrowser(console.Address);
        for (var i = 0; i < 60; i++)
            (await browser.SendAsync(new HttpMethod(method), path, Ct)).Dispose();

        using var refused = await browser.SendAsync(new HttpMethod(method), path, Ct);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/signin")]
    [InlineData("/healthz")]
    public async Task WebSocket_WhereNoneBelongs_IsRefused(string path)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", $"http://{_started.Console.Address.Authority}");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{_started.Console.Address.Authority}{path}"), Ct));

        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Circuit_ByAnotherTransportThanWebSocket_IsRefused(string method)
    {
        using var browser = new CookieBrowser(_started.Console.Address);
        using var signedIn = await browser.FollowAsync("/", Ct);
        using var negotiated = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", Ct);
        var token = System.Text.Json.JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("connectionToken").GetString();

        using var answer = await browser.SendAsync(new HttpMethod(method), $"/_blazor?id={token}", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Circuit_CompressionAskedFor_IsNotGiven()
    {
        using var browser = new CookieBrowser(_started.Console.Address);
        using var signedIn = await browser.FollowAsync("/", Ct);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.DangerousDeflateOptions = new();
        socket.Options.SetRequestHeader("Cookie", browser.CookieHeader);
        socket.Options.SetRequestHeader("Origin", $"http://{_started.Console.Address.Authority}");

        await socket.ConnectAsync(new Uri($"ws://{_started.Console.Address.Authority}/_blazor"), Ct);

        Assert.DoesNotContain("Sec-WebSocket-Extensions", socket.HttpResponseHeaders!.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/signout", "https://evil.example")]
    [InlineData("/signout", "null")]
    [InlineData("/api/anything", "https://evil.example")]
    [InlineData("/nowhere", "https://evil.example")]
    public async Task Post_FromAnotherSite_IsRefused(string path, string origin)
    {
        using var browser = new CookieBrowser(_started.Console.Address);
        using var signedIn = await browser.FollowAsync("/", Ct);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _started.Console.Address };
        client.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);
        client.DefaultRequestHeaders.Add("Origin", origin);

        using var answer = await client.PostAsync(path, new FormUrlEncodedContent([]), Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/signin-oidc?code=a")]
    [InlineData("/_blazor/negotiate")]
    public async Task Response_OverTlsInProduction_CarriesHstsEvenWhenItFails(string path)
    {
        await using var console = await RunningConsole.StartAsync(
            authority: new Uri("https://login.example/"),
            configure: builder => builder.Services.PostConfigure<OpenIdConnectOptions>(
                OpenIdConnectDefaults.AuthenticationScheme, _ => throw new NotSupportedException("inner workings")),
            args: ["--environment", "Production", "--Rtm:Proxies:0=127.0.0.0/8", "--Rtm:Proxies:1=::1"]);
        using var client = new HttpClient { BaseAddress = console.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        using var answer = await client.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task SignIn_LoggedAsMuchAsPossible_LeavesNoCodeTokenOrCookieInTheLog()
    {
        var logs = new CapturedLogs();
        await using var console = await RunningConsole.StartAsync(
            authority: Provider,
            configure: builder => builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace),
            args: ["--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        var secrets = new List<string>();
        _started.Provider.ForgeCallback = callback =>
        {
            secrets.AddRange(QueryHelpers.ParseQuery(new Uri(callback).Query).Where(pair => pair.Key is "code" or "state").Select(pair => pair.Value.ToString()));
            return callback;
        };
        _started.Provider.Forge = draft => secrets.Add(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(draft.Claims)));
        using var browser = new CookieBrowser(console.Address);

        using var good = await browser.FollowAsync("/", Ct);
        secrets.Add(browser.Cookies["__Host-rtm"]);
        _started.Provider.Forge = draft => draft.Claims["aud"] = "canary-audience";
        browser.Cookies.Clear();
        using var bad = await browser.FollowAsync("/", Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (good.StatusCode, bad.StatusCode));
        Assert.True(secrets.Count >= 5);
        Assert.NotEmpty(logs.Entries);
        Assert.DoesNotContain(logs.Entries, line => line.Contains("eyJ", StringComparison.Ordinal) || secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static async Task<List<HttpStatusCode>> AskAsAsync(RunningConsole console, int times, Func<int, string> forwardedFor)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = console.Address };
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/signin") { Headers = { { "X-Forwarded-For", forwardedFor(i) } } };
            using var answer = await client.SendAsync(request, Ct);
            answers.Add(answer.StatusCode);
        }

        return answers;
    }
}
