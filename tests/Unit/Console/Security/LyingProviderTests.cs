using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>A provider, or whoever speaks for it, tries to sign somebody in with what it should not.</summary>
public sealed class LyingProviderTests : IClassFixture<LyingProviderTests.Started>
{
    private static readonly string[] Audiences = ["another-client", "rtm-console"];

    private readonly HostileProvider _provider;
    private readonly RunningConsole _console;

    public LyingProviderTests(Started started)
    {
        (_provider, _console) = (started.Provider, started.Console);
        _provider.Reset();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task SignIn_HonestProvider_Works() => AssertSignsInAsync(HttpStatusCode.OK);

    [Fact]
    public Task SignIn_TokenForThisClientAmongOthers_Works() =>
        AssertSignsInAsync(HttpStatusCode.OK, draft => (draft.Claims["aud"], draft.Claims["azp"]) = (Audiences, "rtm-console"));

    [Fact]
    public Task SignIn_UnsignedToken_IsRefused() => AssertRefusedAsync(draft =>
    {
        draft.Header["alg"] = "none";
        draft.Header.Remove("kid");
        draft.Sign = _ => [];
    });

    [Fact]
    public Task SignIn_UnsignedTokenWithSignatureLeftOff_IsRefused() => AssertRefusedAsync(draft => draft.Sign = _ => []);

    [Fact]
    public Task SignIn_TokenSignedWithThePublicKeyAsSecret_IsRefused() => AssertRefusedAsync(draft =>
    {
        draft.Header["alg"] = "HS256";
        var secret = Encoding.ASCII.GetBytes(_provider.Keys[0].Rsa.ExportSubjectPublicKeyInfoPem());
        draft.Sign = data => HMACSHA256.HashData(secret, data);
    });

    [Fact]
    public Task SignIn_TokenOfAnotherKeyUnderTheKnownName_IsRefused() => AssertRefusedAsync(draft =>
    {
        using var stranger = RSA.Create(2048);
        var copy = stranger.ExportParameters(true);
        draft.Sign = data => RSA.Create(copy).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    });

    [Fact]
    public Task SignIn_TokenThatBringsItsOwnKey_IsRefused() => AssertRefusedAsync(draft =>
    {
        var own = SigningKey.New();
        var parameters = own.Rsa.ExportParameters(false);
        draft.Header["kid"] = own.Id;
        draft.Header["jwk"] = new { kty = "RSA", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
        draft.Sign = data => own.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    });

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("aud", "another-client")]
    [InlineData("aud", null)]
    [InlineData("azp", "another-client")]
    [InlineData("nonce", "guessed")]
    [InlineData("nonce", null)]
    [InlineData("exp", 1_600_000_000)]
    [InlineData("exp", null)]
    [InlineData("nbf", 33_000_000_000)]
    [InlineData("sub", null)]
    public Task SignIn_WrongClaim_IsRefused(string claim, object? value) => AssertRefusedAsync(draft =>
    {
        if (value is null)
            draft.Claims.Remove(claim);
        else
            draft.Claims[claim] = value;
    });

    [Fact]
    public Task SignIn_SeveralAudiencesWithoutAuthorizedParty_IsRefused() =>
        AssertRefusedAsync(draft => draft.Claims["aud"] = Audiences);

    [Fact]
    public async Task SignIn_UserinfoOfAnotherPerson_IsRefused()
    {
        _provider.UserInfo = new() { ["sub"] = "43", ["roles"] = new[] { "admin" } };

        await AssertRefusedAsync(_ => { });
    }

    [Theory]
    [InlineData("state")]
    [InlineData("code")]
    public async Task SignIn_ChangedCallback_IsRefused(string parameter)
    {
        _provider.ForgeCallback = callback => callback.Replace($"{parameter}=", $"{parameter}=x", StringComparison.Ordinal);

        await AssertRefusedAsync(_ => { });
    }

    [Fact]
    public async Task SignIn_CallbackByPost_IsRefused()
    {
        using var browser = new CookieBrowser(_console.Address);
        using var challenge = await browser.GetAsync("/signin", Ct);
        using var answer = await browser.GetAsync(challenge.Headers.Location!.AbsoluteUri, Ct);
        var parameters = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Headers.Location!.Query);

        using var posted = await browser.SendAsync(
            HttpMethod.Post, "/signin-oidc", Ct, new FormUrlEncodedContent(parameters.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString()))));

        Assert.Equal(HttpStatusCode.BadRequest, posted.StatusCode);
        Assert.DoesNotContain("__Host-rtm", browser.Cookies.Keys);
    }

    [Fact]
    public async Task SignIn_Request_CarriesStateNonceAndPkceWithS256()
    {
        await AssertSignsInAsync(HttpStatusCode.OK);

        var request = Assert.Single(_provider.AuthorizationRequests);
        Assert.Equal(("code", "S256", "query"), (request["response_type"], request["code_challenge_method"], request.GetValueOrDefault("response_mode", "query")));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.InRange(request[name].Length, 40, 2000));
        Assert.True(Assert.Single(_provider.TokenRequests).ContainsKey("code_verifier"));
    }

    private async Task AssertSignsInAsync(HttpStatusCode expected, Action<TokenDraft>? forge = null)
    {
        _provider.Forge = forge;
        using var browser = new CookieBrowser(_console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        Assert.Equal(expected, page.StatusCode);
        Assert.Contains("__Host-rtm", browser.Cookies.Keys);
    }

    private async Task AssertRefusedAsync(Action<TokenDraft> forge)
    {
        _provider.Forge = forge;
        using var browser = new CookieBrowser(_console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        Assert.Equal((HttpStatusCode.BadRequest, "/signin-oidc"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.DoesNotContain("__Host-rtm", browser.Cookies.Keys);
    }

    public sealed class Started : IAsyncLifetime
    {
        public HostileProvider Provider { get; private set; } = null!;

        public RunningConsole Console { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await HostileProvider.StartAsync();
            Console = await RunningConsole.StartAsync(authority: Provider.Issuer);
        }

        public async ValueTask DisposeAsync()
        {
            await Console.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
