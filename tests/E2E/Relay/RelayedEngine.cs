using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Relay;

/// <summary>The console's own relay on a real engine of the test's own, without the rest of the console.</summary>
internal sealed class RelayedEngine : IAsyncDisposable
{
    public const string Owner = "com.galaxy.owner";

    private readonly IHost _host;
    private readonly FakeArchive _archive;

    private RelayedEngine(PrivateEngine engine, IHost host, FakeArchive archive) => (Engine, _host, _archive) = (engine, host, archive);

    public PrivateEngine Engine { get; }

    public EngineBoard Board => _host.Services.GetRequiredService<BoardDirectory>().Boards[0];

    public EngineTimeline Timeline => _host.Services.GetRequiredService<BoardDirectory>().Timelines[0];

    /// <summary>All events that were ever recorded, oldest first.</summary>
    public IReadOnlyList<TimelineEvent> Events => [.. _archive.Rows.OfType<TimelineEvent>()];

    public static async Task<RelayedEngine> StartAsync(string name, CancellationToken ct)
    {
        var engine = await QuietEngine.StartAsync(name, ct);
        var archive = new FakeArchive();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        var adapter = DockerEngine.Connect(new DockerEngineOptions { Name = name, Endpoint = engine.Endpoint.OriginalString });
        builder.Services.AddSingleton(_ => new EngineRegistry([adapter])).AddSingleton(new ScopeOptions()).AddSingleton(new RelayOptions())
            .AddSingleton<ITimelineRecorder>(archive).AddRelay();
        var relayed = new RelayedEngine(engine, builder.Build(), archive);
        await relayed._host.StartAsync(ct);
        await relayed.LiveAsync(ct);
        return relayed;
    }

    public Task LiveAsync(CancellationToken ct) =>
        Eventually.TrueAsync("live", () => Board.Current.Connection.Phase == ConnectionPhase.Live, ct, TimeSpan.FromSeconds(60));

    public Task LostAsync(CancellationToken ct) =>
        Eventually.TrueAsync("the loss", () => Board.Current.Connection.Phase != ConnectionPhase.Live, ct, TimeSpan.FromSeconds(60));

    /// <summary>Runs a script of docker commands in one process, so that they come fast.</summary>
    public Task DoAsync(string script, CancellationToken ct) => Tool.RunAsync("sh", ct, "-ec", $"docker() {{ command docker --host {Engine.Endpoint.OriginalString} \"$@\"; }}; {script}");

    public Task RunAsync(string name, CancellationToken ct) =>
        Engine.DockerAsync(ct, "run", "--detach", "--name", name, "--label", $"{Owner}=rtm", "--stop-timeout", "1", SharedEngine.Image);

    /// <summary>Waits until the board shows what the engine lists: ids, names and states.</summary>
    public async Task AgreesAsync(CancellationToken ct)
    {
        using var adapter = DockerEngine.Connect(new DockerEngineOptions { Name = "witness", Endpoint = Engine.Endpoint.OriginalString, Deadlines = Sandbox.Patient });
        await Eventually.ValueAsync(
            "the board to equal the engine's list",
            async () => (Board: string.Join(", ", Board.Current.Containers.Values.Select(c => $"{c.Name} {c.Facts.State} {c.Id}").Order()),
                List: string.Join(", ", (await adapter.ListAsync(new() { LabelKeys = [Owner] }, ct)).Select(c => $"{c.Hostname} {c.Status} {c.Id}").Order())),
            both => both.Board == both.List && Board.Current.Connection.Phase == ConnectionPhase.Live,
            ct,
            TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await Engine.DisposeAsync();
    }
}
