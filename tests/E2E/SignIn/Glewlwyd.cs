using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.SignIn;

/// <summary>
/// Debian's glewlwyd with a database of its own, which goes with the test: an identity provider by other people, in another language. It wants a client secret,
/// pushes nothing, says the groups of a person instead of roles, and tells the console of a sign-out over the back channel.
/// </summary>
public sealed class Glewlwyd : IAsyncDisposable
{
    public const string ClientSecret = "glewlwyd-client-secret";

    private const string Plugin = "oidc";
    private const string ClientId = "rtm-console";

    // What Debian's package makes its own database from.
    private const string Tables = "/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3";

    private const string Format = """{"multiple":true,"read":true,"write":true}""";

    private static readonly string[] OpenId = ["openid"];
    private static readonly string[] Proofs = ["client_secret_post"];
    private static readonly string[] Grants = ["code", "refresh_token"];

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string[]> People = new()
    {
        ["vera"] = ["galaxy-staff"],
        ["otto"] = ["galaxy-staff", "galaxy-oncall"],
        ["ada"] = ["galaxy-platform", "other"],
        ["nora"] = ["other", "admin"],
    };

    private readonly TempFolder _folder = new();
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Find()}");
    private Process? _process;

    private Glewlwyd()
    {
    }

    public Uri Issuer => new(_address, $"/api/{Plugin}");

    /// <summary>How the console is told of the groups.</summary>
    public static string[] ConsoleSettings { get; } =
    [
        $"--Rtm:SignIn:ClientSecret={ClientSecret}", "--Rtm:SignIn:Scopes=openid", "--Rtm:SignIn:RoleClaim=groups",
        "--Rtm:SignIn:RoleMap:Viewer:0=galaxy-staff", "--Rtm:SignIn:RoleMap:Operator:0=galaxy-oncall", "--Rtm:SignIn:RoleMap:Admin:0=galaxy-platform",
    ];

    public static async Task<Glewlwyd> StartAsync(Uri console, CancellationToken ct)
    {
        var provider = new Glewlwyd();
        try
        {
            await provider.RunAsync(ct);
            await provider.SetUpAsync(console, ct);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs in at its page, as the page's own script does.</summary>
    public async Task<HttpResponseMessage> EnterAsync(CookieBrowser browser, HttpResponseMessage page, string user, CancellationToken ct)
    {
        var back = QueryHelpers.ParseQuery(page.RequestMessage!.RequestUri!.Query)["callback_url"].ToString();
        await AskAsync(browser, HttpMethod.Post, "/api/auth/", new { username = user, password = PasswordOf(user) }, ct);
        await AskAsync(browser, HttpMethod.Put, $"/api/auth/grant/{ClientId}", new { scope = "openid" }, ct);
        return await browser.FollowAsync($"{back}&g_continue", ct);
    }

    /// <summary>Confirms a sign-out at its page, as the page's own script does.</summary>
    public async Task<HttpResponseMessage> LeaveAsync(CookieBrowser browser, HttpResponseMessage page, CancellationToken ct)
    {
        var asked = QueryHelpers.ParseQuery(page.RequestMessage!.RequestUri!.Query);
        await EndAsync(browser, asked["sid"].ToString(), ct);
        return await browser.FollowAsync(asked["callback_url"].ToString(), ct);
    }

    /// <summary>Ends a session of it without the console's doing.</summary>
    public async Task EndAsync(CookieBrowser browser, string session, CancellationToken ct)
    {
        await AskAsync(browser, HttpMethod.Delete, $"/api/{Plugin}/session/{session}", null, ct);
        await AskAsync(browser, HttpMethod.Delete, "/api/auth/", null, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        // Its database knows no property of that name unless it is told of it.
        var tables = (await File.ReadAllTextAsync(Tables, ct))
            .Replace("{\"picture\":", "{\"groups\":" + Format + ",\"picture\":", StringComparison.Ordinal)
            .Replace("{\"redirect_uri\":", "{\"post_logout_redirect_uris\":" + Format + ",\"redirect_uri\":", StringComparison.Ordinal);
        var database = _folder.PathOf("glewlwyd.db");
        await Tool.RunAsync(new ProcessStartInfo("sqlite3", ["-bail", database]), new MemoryStream(Encoding.UTF8.GetBytes(tables)), ct);
        Directory.CreateDirectory(_folder.PathOf("none"));
        var settings = _folder.PathOf("glewlwyd.conf");
        await File.WriteAllTextAsync(
            settings,
            $$"""
            port={{_address.Port}}
            bind_address="127.0.0.1"
            external_url="http://{{_address.Authority}}"
            login_url="login.html"
            api_prefix="api"
            static_files_path="/usr/share/glewlwyd/webapp/"
            log_mode="console"
            log_level="ERROR"
            cookie_secure=0
            session_key="glewlwyd"
            session_expiration=3600
            admin_scope="g_admin"
            profile_scope="g_profile"
            user_module_path="/usr/lib/glewlwyd/user"
            user_middleware_module_path="{{_folder.PathOf("none")}}"
            client_module_path="/usr/lib/glewlwyd/client"
            user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
            plugin_module_path="/usr/lib/glewlwyd/plugin"
            hash_algorithm="SHA256"
            database = { type = "sqlite3" path = "{{database}}" }
            static_files_mime_types = ( { extension = ".html" mime_type = "text/html" compress = 0 } )
            """,
            ct);
        _process = Process.Start(new ProcessStartInfo("glewlwyd", [$"--config-file={settings}"])) ?? throw new InvalidOperationException("glewlwyd did not start");
    }

    private async Task SetUpAsync(Uri console, CancellationToken ct)
    {
        using var admin = new CookieBrowser(_address);
        await Tool.WaitUntilAsync("glewlwyd to listen", Deadline, () => IsUpAsync(admin, ct), ct);
        // The first account of every new database.
        await AskAsync(admin, HttpMethod.Post, "/api/auth/", new { username = "admin", password = "password" }, ct);
        await AskAsync(admin, HttpMethod.Post, "/api/mod/plugin/", new { module = "oidc", name = Plugin, display_name = Plugin, enabled = true, parameters = PluginSettings() }, ct);
        foreach (var (user, groups) in People)
            await AskAsync(admin, HttpMethod.Post, "/api/user/", new { username = user, name = user, password = PasswordOf(user), groups, scope = OpenId, enabled = true }, ct);

        await AskAsync(
            admin, HttpMethod.Post, "/api/client/",
            new
            {
                client_id = ClientId,
                name = "Rtm.Console",
                confidential = true,
                client_secret = ClientSecret,
                token_endpoint_auth_method = Proofs,
                authorization_type = Grants,
                redirect_uri = new[] { new Uri(console, "/signin-oidc").AbsoluteUri },
                post_logout_redirect_uris = new[] { new Uri(console, "/signout-callback-oidc").AbsoluteUri },
                backchannel_logout_uri = new Uri(console, "/signout-backchannel").AbsoluteUri,
                backchannel_logout_session_required = "true",
                enabled = true,
            },
            ct);
    }

    private Dictionary<string, object> PluginSettings()
    {
        using var key = RSA.Create(2048);
        return new()
        {
            ["iss"] = Issuer.AbsoluteUri,
            ["jwt-type"] = "rsa",
            ["jwt-key-size"] = "256",
            ["key"] = key.ExportRSAPrivateKeyPem(),
            ["cert"] = key.ExportSubjectPublicKeyInfoPem(),
            ["code-duration"] = 60,
            ["refresh-token-duration"] = 3600,
            ["access-token-duration"] = 600,
            ["refresh-token-one-use"] = "always",
            ["auth-type-code-enabled"] = true,
            ["auth-type-code-revoke-replayed"] = true,
            ["auth-type-refresh-enabled"] = true,
            ["subject-type"] = "public",
            ["jwks-show"] = true,
            ["pkce-allowed"] = true,
            ["pkce-required"] = true,
            ["name-claim"] = "mandatory",
            ["claims"] = new[] { new Dictionary<string, object> { ["name"] = "groups", ["user-property"] = "groups", ["type"] = "string", ["mandatory"] = true } },
            ["session-management-allowed"] = true,
            ["session-cookie-name"] = "glewlwyd-oidc",
            ["session-cookie-expiration"] = 3600,
            ["back-channel-logout-allowed"] = true,
            ["allowed-scope"] = OpenId,
        };
    }

    private static string PasswordOf(string user) => $"{user}-password";

    private async Task<bool> IsUpAsync(CookieBrowser browser, CancellationToken ct)
    {
        if (_process!.HasExited)
            throw new ToolFailedException($"glewlwyd exited with {_process.ExitCode}");

        try
        {
            using var answer = await browser.GetAsync(new Uri(_address, "/login.html").AbsoluteUri, ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task AskAsync(CookieBrowser browser, HttpMethod method, string path, object? body, CancellationToken ct)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var answer = await browser.SendAsync(method, new Uri(_address, path).AbsoluteUri, ct, content);
        if (!answer.IsSuccessStatusCode)
            throw new ToolFailedException($"glewlwyd answered {method} {path} with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
    }
}
