using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rtm.Console;
using Rtm.Console.Relay;
using Rtm.DevIdp;
using Rtm.Docker;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>The whole console in this process with the development provider beside it, each on a port of its own.</summary>
public sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _console;
    private readonly WebApplication? _provider;

    private readonly TempFolder _folder;

    private Site(WebApplication console, WebApplication? provider, Uri address, TempFolder folder) =>
        (_console, _provider, Address, _folder) = (console, provider, address, folder);

    public Uri Address { get; }

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Cookies of visitors who have signed in, by user, so that only tests of sign-in pay for it.</summary>
    internal ConcurrentDictionary<string, string> SignedIn { get; } = new();

    public static string[] OnEngine(PrivateEngine engine) => [$"--Rtm:Engines:0:Endpoint={engine.Endpoint.OriginalString}"];

    public static Action<WebApplicationBuilder> OnFakes(params IDockerEngine[] engines) =>
        builder => builder.Services.AddSingleton(new EngineRegistry(engines));

    /// <param name="ct">Ends the start.</param>
    /// <param name="args">Settings of the console beside sign-in and address.</param>
    /// <param name="configure">Replaces services of the console.</param>
    /// <param name="authority">Another provider than the development one, given this console's address.</param>
    /// <param name="reachedAt">The port by which browsers reach the console's own.</param>
    /// <param name="scheme">How they do.</param>
    public static async Task<Site> StartAsync(
        CancellationToken ct,
        string[]? args = null,
        Action<WebApplicationBuilder>? configure = null,
        Func<Uri, Task<Uri>>? authority = null,
        Func<int, int>? reachedAt = null,
        string scheme = "http")
    {
        var folder = new TempFolder();
        var port = FreePort.Find();
        var address = new Uri($"{scheme}://localhost:{reachedAt?.Invoke(port) ?? port}");
        WebApplication? provider = null;
        Uri issuer;
        if (authority is null)
        {
            issuer = new Uri($"http://localhost:{FreePort.Find()}");
            provider = DevIdpHost.Build(new DevIdpOptions { Environment = "Development", Url = issuer.AbsoluteUri }.ForConsole(address.AbsoluteUri));
            await provider.StartAsync(ct);
        }
        else
        {
            issuer = await authority(address);
        }

        var console = ConsoleHost.Build(
            [
                "--environment", "Development", "--urls", $"http://localhost:{port}", $"--Rtm:SignIn:Authority={issuer}", "--Rtm:SignIn:ClientId=rtm-console",
                $"--Rtm:History:File={folder.PathOf("history.db")}", .. args ?? [],
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                // The provider's first answer compiles half of it; on a busy machine that outlasts the console's patience.
                builder.Services.PostConfigure<OpenIdConnectOptions>(
                    OpenIdConnectDefaults.AuthenticationScheme, oidc => oidc.BackchannelTimeout = TimeSpan.FromMinutes(1));
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                configure?.Invoke(builder);
            });
        await console.StartAsync(ct);
        return new Site(console, provider, address, folder);
    }

    public IServiceProvider Services => _console.Services;

    /// <summary>Ends the development provider; the console goes on.</summary>
    public Task StopProviderAsync(CancellationToken ct) => _provider?.StopAsync(ct) ?? throw new InvalidOperationException("the provider is not ours");

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        _folder.Dispose();
    }
}
