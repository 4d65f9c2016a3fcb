using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>A whole console with the hub, over real sockets; tests write its timeline.</summary>
public sealed class TimelineHubSite : IAsyncLifetime
{
    private readonly FakeEngine _engine = new("alpha");
    private CookieBrowser? _viewer;

    public const string Audience = "rtm-api";

    /// <summary>Another provider than the development one, whose access tokens the hub takes.</summary>
    public HostileProvider? Provider { get; init; }

    public RunningConsole Console { get; private set; } = null!;

    /// <summary>When sessions that connect from now on end; null for as usual.</summary>
    public TimeSpan? SessionEnds { get; set; }

    public string Origin => $"http://{Console.Address.Authority}";

    /// <summary>The session of a viewer.</summary>
    public string Cookie => _viewer!.CookieHeader;

    internal EngineTimeline Timeline => Console.App.Services.GetRequiredService<BoardDirectory>().Timelines[0];

    public async ValueTask InitializeAsync()
    {
        var archive = new FakeArchive();
        Console = await RunningConsole.StartAsync(authority: Provider?.Issuer, args: $"--Rtm:SignIn:ApiAudience={Audience}", configure: builder =>
        {
            builder.Services.AddSingleton(new EngineRegistry([_engine]));
            builder.Services.AddSingleton<ITimelineArchive>(archive);
            builder.Services.AddSingleton<ITimelineRecorder>(archive);
            builder.Services.PostConfigure<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme, cookie =>
            {
                var validate = cookie.Events.OnValidatePrincipal;
                cookie.Events.OnValidatePrincipal = async context =>
                {
                    await validate(context);
                    if (SessionEnds is { } soon)
                        context.Properties.ExpiresUtc = TimeProvider.System.GetUtcNow() + soon;
                };
            });
        });
        _viewer = await Console.SignInAsync("vera", TestContext.Current.CancellationToken);
    }

    public HubConnection Connect(Action<HttpConnectionOptions>? change = null) => new HubConnectionBuilder()
        .WithUrl(new Uri(Console.Address, "/hubs/timeline"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Origin"] = Origin;
            options.Headers["Cookie"] = Cookie;
            change?.Invoke(options);
        })
        .Build();

    /// <summary>What the console answers to a WebSocket's first request.</summary>
    public async Task<HttpStatusCode> UpgradeAsync(string? cookie, string? origin, CancellationToken ct)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (cookie is not null)
            socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{Console.Address.Authority}/hubs/timeline"), ct);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            // The status says what the server thought of it.
        }

        return socket.HttpStatusCode;
    }

    /// <summary>A viewer's socket with its handshake done.</summary>
    public async Task<ClientWebSocket> OpenAsync(CancellationToken ct)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", Cookie);
        socket.Options.SetRequestHeader("Origin", Origin);
        await socket.ConnectAsync(new Uri($"ws://{Console.Address.Authority}/hubs/timeline"), ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, ct);
        return socket;
    }

    public void Add(string action) => Timeline.Add(
        new("alpha", 0, TimeProvider.System.GetUtcNow()) { Action = action, ContainerId = SampleContainers.IdOf(1), TimeNano = 1, Owner = SampleContainers.Owner });

    public async ValueTask DisposeAsync()
    {
        _viewer?.Dispose();
        await Console.DisposeAsync();
        _engine.Dispose();
    }
}
