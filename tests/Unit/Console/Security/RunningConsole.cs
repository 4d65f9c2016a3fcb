using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rtm.Console;
using Rtm.Console.Relay;
using Rtm.DevIdp;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>The whole console over HTTP, without engines, with the development provider beside it.</summary>
public sealed class RunningConsole : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private RunningConsole(WebApplication? provider, WebApplication console, Uri providerAddress, Uri address, TempFolder folder) =>
        (Provider, App, ProviderAddress, Address, _folder) = (provider, console, providerAddress, address, folder);

    public WebApplication App { get; }

    public Uri Address { get; }

    public Uri ProviderAddress { get; }

    private WebApplication? Provider { get; }

    /// <param name="withProvider">False: nothing answers at the provider's address.</param>
    /// <param name="configure">Replaces services of the console.</param>
    /// <param name="authority">Another provider than the development one.</param>
    /// <param name="args">Settings of the console.</param>
    public static async Task<RunningConsole> StartAsync(
        bool withProvider = true, Action<WebApplicationBuilder>? configure = null, Uri? authority = null, params string[] args)
    {
        var providerAddress = authority ?? FreePort.Address();
        var address = FreePort.Address();
        var folder = new TempFolder();
        WebApplication? provider = null;
        if (withProvider && authority is null)
        {
            provider = DevIdpHost.Build(new DevIdpOptions { Environment = "Development", Url = providerAddress.AbsoluteUri }
                .ForConsole(address.AbsoluteUri));
            await provider.StartAsync();
            // Its first answer compiles half of it; on a busy machine that outlasts the console's patience.
            using var client = new HttpClient { BaseAddress = providerAddress };
            await client.GetStringAsync("/.well-known/openid-configuration");
        }

        var console = ConsoleHost.Build(
            [
                "--environment", "Development", "--urls", address.AbsoluteUri, $"--Rtm:SignIn:Authority={providerAddress}", "--Rtm:SignIn:ClientId=rtm-console",
                $"--Rtm:History:File={folder.PathOf("history.db")}", .. args,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton(new EngineRegistry([]));
                builder.Services.PostConfigure<OpenIdConnectOptions>(
                    OpenIdConnectDefaults.AuthenticationScheme, oidc => oidc.BackchannelTimeout = TimeSpan.FromMinutes(1));
                builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
                configure?.Invoke(builder);
            });
        var running = new RunningConsole(provider, console, providerAddress, address, folder);
        try
        {
            await console.StartAsync();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public async Task<CookieBrowser> SignInAsync(string user, CancellationToken ct)
    {
        var browser = new CookieBrowser(Address);
        using var page = await browser.FollowAsync("/", ct);
        var choice = new FormUrlEncodedContent([new("user", user)]);
        using var landed = await browser.FollowAsync(page.RequestMessage!.RequestUri!.AbsoluteUri, ct, choice);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (Provider is not null)
            await Provider.DisposeAsync();
        _folder.Dispose();
    }
}
