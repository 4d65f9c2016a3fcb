using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>Programs with an access token of the provider. An address that does not exist answers 404 to whoever may ask at all.</summary>
public sealed class BearerTests : IClassFixture<BearerTests.WithApi>
{
    private const string Audience = "rtm-api";

    private readonly HostileProvider _provider;
    private readonly RunningConsole _console;

    public BearerTests(WithApi started)
    {
        (_provider, _console) = (started.Provider, started.Console);
        _provider.Reset();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/nowhere")]
    [InlineData("/hubs/nowhere")]
    public async Task Token_ForTheApiWithARole_IsLetIn(string path) => Assert.Equal(HttpStatusCode.NotFound, await AskAsync(path, Token()));

    [Theory]
    [InlineData("/")]
    [InlineData("/_blazor/negotiate")]
    public async Task Token_AtAPage_CountsForNothing(string path) => Assert.NotEqual(HttpStatusCode.OK, await AskAsync(path, Token()));

    [Fact]
    public async Task Token_WithoutARole_IsForbidden() =>
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/nowhere", Token(draft => draft.Claims["roles"] = "everyone")));

    [Theory]
    [InlineData("aud", "rtm-console")]
    [InlineData("aud", "")]
    [InlineData("aud", null)]
    [InlineData("iss", "https://evil.example")]
    [InlineData("exp", 1_600_000_000)]
    [InlineData("exp", null)]
    [InlineData("nbf", 33_000_000_000)]
    [InlineData("sub", null)]
    public async Task Token_WithAWrongClaim_IsRefused(string claim, object? value) => Assert.Equal(
        HttpStatusCode.Unauthorized, await AskAsync("/api/nowhere", Token(draft => draft.Claims[claim] = value)));

    [Fact]
    public async Task Token_Unsigned_IsRefused() => Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/nowhere", Token(draft =>
    {
        draft.Header["alg"] = "none";
        draft.Sign = _ => [];
    })));

    [Fact]
    public async Task Token_InTheAddress_IsNotRead() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync($"/hubs/nowhere?access_token={Token()}", token: null));

    [Fact]
    public async Task Token_WhereNoAudienceIsConfigured_IsRefused()
    {
        await using var console = await RunningConsole.StartAsync(authority: _provider.Issuer);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/nowhere", Token(draft => draft.Claims["aud"] = ""), console));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.NotFound)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    public async Task WebSocket_OfAProgram_NeedsNoOriginButNoForeignOne(string? origin, HttpStatusCode expected)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Token()}");
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{_console.Address.Authority}/hubs/nowhere"), Ct));

        Assert.Equal(expected, socket.HttpStatusCode);
    }

    private string Token(Action<TokenDraft>? forge = null)
    {
        var draft = _provider.Draft();
        draft.Claims["aud"] = Audience;
        forge?.Invoke(draft);
        return draft.Write();
    }

    private async Task<HttpStatusCode> AskAsync(string path, string? token, RunningConsole? console = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = (console ?? _console).Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var answer = await client.GetAsync(path, Ct);
        return answer.StatusCode;
    }

    public sealed class WithApi : IAsyncLifetime
    {
        public HostileProvider Provider { get; private set; } = null!;

        public RunningConsole Console { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await HostileProvider.StartAsync();
            Console = await RunningConsole.StartAsync(authority: Provider.Issuer, args: $"--Rtm:SignIn:ApiAudience={Audience}");
        }

        public async ValueTask DisposeAsync()
        {
            await Console.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
