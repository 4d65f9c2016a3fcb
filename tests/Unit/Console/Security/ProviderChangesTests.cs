using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>What a provider may change while the console runs, and what the console can be set to.</summary>
public sealed partial class ProviderChangesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private HostileProvider _provider = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _provider = await HostileProvider.StartAsync();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task SigningKey_Changed_IsTakenWithTheFirstTokenThatNamesIt()
    {
        await using var console = await StartAsync();
        var before = await SignInAsync(console);
        _provider.Keys[0] = SigningKey.New();
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (before, await SignInAsync(console)));
    }

    [Fact]
    public async Task SigningKey_ChangedAMomentAfterTheKeysWereRead_SignsInAtTheFirstTry()
    {
        await using var console = await StartAsync();
        await SignInAsync(console);
        _provider.Keys[0] = SigningKey.New();

        Assert.Equal(HttpStatusCode.OK, await SignInAsync(console));
    }

    [Fact]
    public async Task Renewal_AskedForByManyAtOnce_WaitsItsTimeAndReadsOnceForAll()
    {
        using var http = new HttpClient();
        using var metadata = new ProviderMetadata(_provider.Issuer, () => http, requireHttps: false, _clock);
        await metadata.RenewedAsync(Ct);
        _provider.Keys[0] = SigningKey.New();

        var renewals = Enumerable.Range(0, 10).Select(_ => metadata.RenewedAsync(Ct)).ToArray();
        var early = _provider.DocumentsRead;
        await Eventually.TrueAsync("the renewals to end", () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return renewals.All(renewal => renewal.IsCompleted);
        }, Ct);

        Assert.All(await Task.WhenAll(renewals), document => Assert.Equal(_provider.Keys[0].Id, Assert.Single(document.SigningKeys).KeyId));
        Assert.Equal((1, 2), (early, _provider.DocumentsRead));
    }

    [Fact]
    public async Task Callback_WithoutTheIssuerThatTheProviderPromises_IsRefused()
    {
        _provider.ForgeDocument = document => document["authorization_response_iss_parameter_supported"] = true;
        await using var console = await StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await SignInAsync(console));
    }

    [Fact]
    public async Task SignIn_Failed_OffersToTryAgainAndLeadsToTheDeepLink()
    {
        await using var console = await StartAsync();
        using var browser = new CookieBrowser(console.Address);
        _provider.Forge = draft => draft.Claims["nonce"] = "another";
        using var failed = await browser.FollowAsync("/?q=a", Ct);
        var retry = RetryLink().Match(await failed.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        _provider.Forge = null;

        using var landed = await browser.FollowAsync(WebUtility.HtmlDecode(retry), Ct);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (failed.StatusCode, landed.StatusCode));
        Assert.Equal("/?q=a", landed.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task AuthTime_AsAText_KeepsNobodyOut()
    {
        _provider.Claims["auth_time"] = "1700000000";
        await using var console = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await SignInAsync(console));
    }

    [Fact]
    public async Task SigningKey_WithdrawnFiveMinutesAgo_SignsNobodyIn()
    {
        await using var console = await StartAsync();
        await SignInAsync(console);
        var withdrawn = _provider.Keys[0];
        _provider.Keys[0] = SigningKey.New();
        _provider.Forge = draft =>
        {
            draft.Header["kid"] = withdrawn.Id;
            draft.Sign = data => withdrawn.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        };
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.BadRequest, await SignInAsync(console));
    }

    [Fact]
    public async Task Refresh_NewIdTokenCantBeUsed_KeepsTheNewRefreshToken()
    {
        (_provider.GivesRefreshTokens, _provider.AccessTokenSeconds) = (true, 30);
        await using var console = await StartAsync();
        using var browser = new CookieBrowser(console.Address);
        (await browser.FollowAsync("/", Ct)).Dispose();
        var session = Assert.Single(console.App.Services.GetRequiredService<SessionRegistry>().Live);
        var spent = session.Record.RefreshToken;
        _provider.Forge = draft => draft.Claims["aud"] = "another";

        _clock.Advance(TimeSpan.FromSeconds(30));
        (await browser.GetAsync("/", Ct)).Dispose();

        Assert.Null(session.End);
        Assert.NotEqual(spent, session.Record.RefreshToken);
    }

    [Fact]
    public async Task RoleClaim_NestedInUserinfo_IsFound()
    {
        _provider.UserInfo = new() { ["sub"] = "42", ["realm_access"] = new { roles = new[] { "offline_access", "galaxy-root" } } };
        await using var console = await StartAsync("--Rtm:SignIn:RoleClaim=realm_access.roles", "--Rtm:SignIn:RoleMap:Admin:0=galaxy-root");

        Assert.Equal(HttpStatusCode.OK, await SignInAsync(console));
    }

    [Fact]
    public async Task NoRole_Page_SaysWhomToAsk()
    {
        _provider.Claims["roles"] = Array.Empty<string>();
        await using var console = await StartAsync("--Rtm:SignIn:Contact=the <night> watch, 555-0100");
        using var browser = new CookieBrowser(console.Address);

        using var page = await browser.FollowAsync("/", Ct);

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("Ask the &lt;night&gt; watch, 555-0100 for the role", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientKey_FromFile_ProvesTheConsoleInsteadOfASecret()
    {
        using var folder = new TempFolder();
        using var key = RSA.Create(2048);
        await File.WriteAllTextAsync(folder.PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem(), Ct);
        await using var console = await StartAsync($"--Rtm:SignIn:ClientKeyFile={folder.PathOf("key.pem")}", "--Rtm:SignIn:ClientKeyId=key-1");

        Assert.Equal(HttpStatusCode.OK, await SignInAsync(console));

        var request = Assert.Single(_provider.TokenRequests);
        Assert.False(request.ContainsKey("client_secret"));
        Assert.Equal(ClientAssertion.Type, request["client_assertion_type"]);
        var assertion = new JsonWebToken(request["client_assertion"]);
        Assert.Equal(
            ("rtm-console", "rtm-console", "key-1", new Uri(_provider.Issuer, "/token").AbsoluteUri),
            (assertion.Issuer, assertion.Subject, assertion.Kid, assertion.Audiences.Single()));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(request["client_assertion"], new()
        {
            ValidIssuer = "rtm-console",
            ValidAudience = assertion.Audiences.Single(),
            IssuerSigningKey = new Microsoft.IdentityModel.Tokens.RsaSecurityKey(key),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
    }

    [Fact]
    public async Task ClientSecret_ByBasic_IsInTheHeaderAloneAtSignInAndRefresh()
    {
        (_provider.GivesRefreshTokens, _provider.AccessTokenSeconds) = (true, 30);
        await using var console = await StartAsync("--Rtm:SignIn:ClientSecret=s3cret /+%", "--Rtm:SignIn:ClientSecretBy=basic");
        using var browser = new CookieBrowser(console.Address);
        (await browser.FollowAsync("/", Ct)).Dispose();
        _clock.Advance(TimeSpan.FromSeconds(30));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(["authorization_code", "refresh_token"], _provider.TokenRequests.Select(request => request["grant_type"]));
        var shown = "Basic " + Convert.ToBase64String("rtm-console:s3cret+%2F%2B%25"u8);
        Assert.All(_provider.TokenRequests, request => Assert.Equal((shown, false), (request["Authorization"], request.ContainsKey("client_secret"))));
    }

    private Task<RunningConsole> StartAsync(params string[] args) =>
        RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock), authority: _provider.Issuer, args: args);

    private static async Task<HttpStatusCode> SignInAsync(RunningConsole console)
    {
        using var browser = new CookieBrowser(console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        return page.StatusCode;
    }

    [GeneratedRegex("href=\"(/signin[^\"]+)\"")]
    private static partial Regex RetryLink();
}
