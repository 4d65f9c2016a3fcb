using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>Every way into the console, tried from outside.</summary>
public sealed class DoorTests(SignInTests.Started started) : IClassFixture<SignInTests.Started>
{
    private static readonly string[] OpenDoors = ["/access-denied", "/healthz", "/readyz", "/signed-out", "/signin", "/signin-done", "/signout", "/signout-backchannel", "/signout-frontchannel"];

    /// <summary>They answer whatever the method is and change nothing: a socket that is negotiated asks for the origin.</summary>
    private const string Harmless = "/_blazor/initializers /_blazor/negotiate /healthz /hubs/timeline/negotiate /readyz";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RouteEndpoint[] Endpoints =>
        [.. ((IEndpointRouteBuilder)started.Console.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    [Fact]
    public void Endpoints_WithoutAuthorization_AreOnTheListOfOpenDoors() => Assert.Equal(
        OpenDoors,
        Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(null)]
    [InlineData("nora")]
    public async Task Endpoints_AskedWithoutARole_AnswerNothing(string? user)
    {
        using var browser = user is null ? new CookieBrowser(started.Console.Address) : await started.Console.SignInAsync(user, Ct);
        var closed = Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null).ToArray();
        var answered = new List<string>();
        foreach (var endpoint in closed)
        {
            var path = PathOf(endpoint);
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: [var first, ..] } ? first : "GET";
            using var response = await browser.SendAsync(new HttpMethod(method), path, Ct);
            if (!IsRefusal(response))
                answered.Add($"{method} {path}: {response.StatusCode}");
        }

        Assert.NotEmpty(closed);
        Assert.Empty(answered);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    public async Task Endpoints_PostedByAForeignPage_AllRefuse(string origin)
    {
        using var browser = await started.Console.SignInAsync("ada", Ct);

        var answers = await PostToAllAsync(browser, origin);

        Assert.True(answers.Count > 5);
        Assert.DoesNotContain(answers, answer => answer.Status != HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Endpoints_PostedWithoutAntiforgery_AllRefuseButWhatChangesNothing()
    {
        using var browser = await started.Console.SignInAsync("ada", Ct);

        var answers = await PostToAllAsync(browser, origin: null);

        Assert.Equal(
            Harmless, string.Join(' ', answers.Where(answer => (int)answer.Status is < 400 or >= 500).Select(answer => answer.Path).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.NoContent)]
    [InlineData("nora", HttpStatusCode.NoContent)]
    [InlineData("vera", HttpStatusCode.BadRequest)]
    public async Task GoodBye_WithoutACircuit_IsOnlyReadFromWhoIsLetIn(string? user, HttpStatusCode expected)
    {
        using var browser = user is null ? new CookieBrowser(started.Console.Address) : await started.Console.SignInAsync(user, Ct);
        using var content = new MultipartFormDataContent { { new StringContent("x"), "nothing" } };

        using var response = await browser.SendAsync(HttpMethod.Post, "/_blazor/disconnect", Ct, content);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/_blazor/nowhere")]
    [InlineData("/hubs/nowhere")]
    [InlineData("/api/nowhere")]
    public async Task UnknownPath_Anonymous_DoesNotTellThatItIsUnknown(string path)
    {
        using var browser = new CookieBrowser(started.Console.Address);

        using var response = await browser.GetAsync(path, Ct);

        Assert.True(IsRefusal(response), response.StatusCode.ToString());
        Assert.Equal(path != "/nowhere", response.StatusCode == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task UnknownPath_SignedIn_IsNotFound()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync("/nowhere", Ct);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("<h1>Not found</h1>", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:1")]
    [InlineData("https://{own}")]
    [InlineData("http://{own}.evil.example")]
    [InlineData("http://evil@{own}")]
    [InlineData("http://{own}/")]
    public async Task WebSocket_ForeignOrigin_IsRefusedThoughSignedIn(string origin) =>
        Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(origin.Replace("{own}", started.Console.Address.Authority, StringComparison.Ordinal)));

    [Fact]
    public async Task WebSocket_WithoutOrigin_IsRefusedThoughSignedIn() => Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(null));

    [Fact]
    public async Task WebSocket_OwnOrigin_IsOpened() =>
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await UpgradeAsync($"http://{started.Console.Address.Authority}"));

    [Theory]
    [InlineData("/")]
    [InlineData("/signed-out")]
    [InlineData("/healthz")]
    [InlineData("/signin-oidc")]
    [InlineData("/nowhere")]
    [InlineData("/static-pages.css")]
    public async Task Response_Any_CarriesTheSecurityHeaders(string path)
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);

        using var response = await browser.GetAsync(path, Ct);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Matches("script-src 'self' 'nonce-[A-Za-z0-9+/]{24}';", policy);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.EndsWith($"form-action 'self' http://{started.Console.ProviderAddress.Authority}", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        var permissions = Assert.Single(response.Headers.GetValues("Permissions-Policy"));
        Assert.All(["camera", "geolocation", "microphone", "payment", "usb"], feature => Assert.Contains($"{feature}=()", permissions, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sessions")]
    [InlineData("/access-denied")]
    [InlineData("/signed-out")]
    [InlineData("/signin-oidc")]
    [InlineData("/nowhere")]
    [InlineData("/timeline/export.json")]
    public async Task Page_OfSomeoneSignedIn_IsKeptByNoCache(string path)
    {
        using var browser = await started.Console.SignInAsync("ada", Ct);

        using var response = await browser.GetAsync(path, Ct);

        Assert.True(response.Headers.CacheControl?.NoStore, response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Nonce_OfThePage_IsTheOneInThePolicyAndNewEachTime()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);
        using var first = await browser.GetAsync("/", Ct);
        using var second = await browser.GetAsync("/", Ct);

        var html = await first.Content.ReadAsStringAsync(Ct);
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = html.Split("nonce=\"")[1].Split('"')[0];
        Assert.Contains($"'nonce-{WebUtility.HtmlDecode(nonce)}'", policy, StringComparison.Ordinal);
        Assert.NotEqual(policy, second.Headers.GetValues("Content-Security-Policy").Single());
    }

    private async Task<List<(string Path, HttpStatusCode Status)>> PostToAllAsync(CookieBrowser browser, string? origin)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = started.Console.Address };
        client.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);
        if (origin is not null)
            client.DefaultRequestHeaders.Add("Origin", origin);

        var answers = new List<(string, HttpStatusCode)>();
        foreach (var path in Endpoints.Where(TakesPosts).Select(PathOf).Distinct())
        {
            using var answer = await client.PostAsync(path, new FormUrlEncodedContent([new("_handler", "x")]), Ct);
            answers.Add((path, answer.StatusCode));
        }

        return answers;
    }

    private static bool TakesPosts(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not { } method || method.HttpMethods.Contains("POST");

    private static string PathOf(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "x"))));

    private static bool IsRefusal(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (response.StatusCode == HttpStatusCode.Redirect
            && response.Headers.Location!.AbsolutePath is "/signin" or "/access-denied");

    private async Task<HttpStatusCode> UpgradeAsync(string? origin)
    {
        using var browser = await started.Console.SignInAsync("ada", Ct);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", browser.CookieHeader);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);

        try
        {
            await socket.ConnectAsync(new Uri($"ws://{started.Console.Address.Authority}/_blazor"), Ct);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            // The status says what the server thought of it.
        }

        return socket.HttpStatusCode;
    }
}
