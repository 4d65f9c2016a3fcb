using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Rtm.Tests.Support.Hostile;

/// <summary>
/// An OpenID Connect provider that lies as a test tells it to. It has one user, who is always signed in: whoever is sent to it
/// comes straight back. Honest until told otherwise.
/// </summary>
public sealed class HostileProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _grants = new();
    private readonly ConcurrentDictionary<string, bool> _spent = new();
    private int _answersToLose;
    private int _documentsRead;

    private HostileProvider(WebApplication app, Uri issuer) => (_app, Issuer) = (app, issuer);

    public Uri Issuer { get; }

    /// <summary>The keys it publishes; the first one signs.</summary>
    public List<SigningKey> Keys { get; } = [SigningKey.New()];

    /// <summary>What it says of the user in every id token.</summary>
    public Dictionary<string, object?> Claims { get; private set; } = HonestClaims();

    /// <summary>What userinfo says; null: the token is refused.</summary>
    public Dictionary<string, object?>? UserInfo { get; set; } = HonestUserInfo();

    /// <summary>Changes an id token before it is signed.</summary>
    public Action<TokenDraft>? Forge { get; set; }

    /// <summary>Changes the address to which the browser is sent back.</summary>
    public Func<string, string>? ForgeCallback { get; set; }

    /// <summary>Changes the discovery document.</summary>
    public Action<Dictionary<string, object?>>? ForgeDocument { get; set; }

    /// <summary>Answers refreshes with invalid_grant.</summary>
    public bool RefusesRefresh { get; set; }

    /// <summary>Gives a refresh token with every grant.</summary>
    public bool GivesRefreshTokens { get; set; }

    /// <summary>Each refresh token serves but once.</summary>
    public bool RotatesRefreshTokens { get; set; }

    public int AccessTokenSeconds { get; set; } = 3600;

    /// <summary>Cuts every connection without a word.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often its discovery document was read.</summary>
    public int DocumentsRead => Volatile.Read(ref _documentsRead);

    /// <summary>Every request to the token endpoint, as a form, with the header Authorization where there was one.</summary>
    public ConcurrentQueue<Dictionary<string, string>> TokenRequests { get; } = new();

    /// <summary>Every request for authorization, as parameters.</summary>
    public ConcurrentQueue<Dictionary<string, string>> AuthorizationRequests { get; } = new();

    public static async Task<HostileProvider> StartAsync()
    {
        var issuer = FreePort.Address();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(issuer.AbsoluteUri);
        builder.Services.AddRouting();
        var app = builder.Build();
        var provider = new HostileProvider(app, issuer);
        app.Use((context, next) =>
        {
            if (!provider.IsDown)
                return next(context);

            context.Abort();
            return Task.CompletedTask;
        });
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", provider.Document);
        app.MapGet("/jwks", () => new { keys = provider.Keys.Select(Published) });
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", (Delegate)provider.TokenAsync);
        app.MapGet("/userinfo", () => provider.UserInfo is { } user ? Results.Json(user) : Results.Unauthorized());
        app.MapGet("/end", (string post_logout_redirect_uri, string? state) => Results.Redirect($"{post_logout_redirect_uri}?state={state}"));
        await app.StartAsync();
        return provider;
    }

    public TokenDraft Draft(Dictionary<string, object?>? claims = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var draft = new TokenDraft(Keys[0]);
        foreach (var (name, value) in claims ?? Claims)
            draft.Claims[name] = value;

        draft.Claims["iss"] = Issuer.AbsoluteUri.TrimEnd('/');
        draft.Claims["aud"] = "rtm-console";
        (draft.Claims["iat"], draft.Claims["exp"]) = (now, now + 300);
        return draft;
    }

    /// <summary>An honest logout token of the user's session.</summary>
    public TokenDraft LogoutDraft()
    {
        var draft = Draft(new() { ["sub"] = Claims["sub"], ["sid"] = Claims["sid"], ["jti"] = "j" });
        draft.Header["typ"] = "logout+jwt";
        draft.Claims["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } };
        return draft;
    }

    /// <summary>Carries out so many refreshes whose answers get lost on the way.</summary>
    public void LoseRefreshAnswers(int count) => Volatile.Write(ref _answersToLose, count);

    /// <summary>Honest again, for the next test.</summary>
    public void Reset()
    {
        (Claims, UserInfo) = (HonestClaims(), HonestUserInfo());
        (Forge, ForgeCallback, ForgeDocument) = (null, null, null);
        (RefusesRefresh, GivesRefreshTokens, RotatesRefreshTokens, AccessTokenSeconds, IsDown) = (false, false, false, 3600, false);
        TokenRequests.Clear();
        AuthorizationRequests.Clear();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static Dictionary<string, object?> HonestClaims() =>
        new() { ["sub"] = "42", ["name"] = "Ada Admin", ["roles"] = new[] { "admin" }, ["sid"] = "s-1" };

    private static Dictionary<string, object?> HonestUserInfo() => new() { ["sub"] = "42" };

    private Dictionary<string, object?> Document()
    {
        Interlocked.Increment(ref _documentsRead);
        var root = Issuer.AbsoluteUri.TrimEnd('/');
        var document = new Dictionary<string, object?>
        {
            ["issuer"] = root,
            ["authorization_endpoint"] = root + "/authorize",
            ["token_endpoint"] = root + "/token",
            ["userinfo_endpoint"] = root + "/userinfo",
            ["end_session_endpoint"] = root + "/end",
            ["jwks_uri"] = root + "/jwks",
            ["response_types_supported"] = new[] { "code" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
        };
        ForgeDocument?.Invoke(document);
        return document;
    }

    private IResult Authorize(HttpContext context)
    {
        var request = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        AuthorizationRequests.Enqueue(request);
        var code = Guid.NewGuid().ToString("N");
        _grants[code] = request;
        var callback = QueryHelpers.AddQueryString(
            request["redirect_uri"], new Dictionary<string, string?> { ["code"] = code, ["state"] = request["state"] });
        return Results.Redirect(ForgeCallback?.Invoke(callback) ?? callback);
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = (await context.Request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        if (context.Request.Headers.Authorization is [{ } shown])
            form["Authorization"] = shown;
        TokenRequests.Enqueue(form);
        var isRefresh = form["grant_type"] == "refresh_token";
        Dictionary<string, string>? request = null;
        if (isRefresh ? IsRefused(form["refresh_token"]) : !_grants.TryRemove(form["code"], out request) || !IsProven(request, form))
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);

        if (isRefresh && Interlocked.Decrement(ref _answersToLose) >= 0)
        {
            context.Abort();
            return Results.Empty;
        }

        var draft = Draft();
        if (request is not null)
            draft.Claims["nonce"] = request["nonce"];

        Forge?.Invoke(draft);
        var answer = new Dictionary<string, object?>
        {
            ["access_token"] = "access-" + Guid.NewGuid().ToString("N"),
            ["token_type"] = "Bearer",
            ["expires_in"] = AccessTokenSeconds,
            ["id_token"] = draft.Write(),
        };
        if (GivesRefreshTokens)
            answer["refresh_token"] = "refresh-" + Guid.NewGuid().ToString("N");

        return Results.Json(answer);
    }

    private bool IsRefused(string refreshToken) => RefusesRefresh || (!_spent.TryAdd(refreshToken, true) && RotatesRefreshTokens);

    private static bool IsProven(Dictionary<string, string> request, Dictionary<string, string> form) =>
        request.TryGetValue("code_challenge", out var challenge) && form.TryGetValue("code_verifier", out var verifier)
        && challenge == Base64UrlEncoder.Encode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));

    private static object Published(SigningKey key)
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", kid = key.Id, n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }
}
