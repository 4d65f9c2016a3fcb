using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rtm.Console.Commands;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Commands;

/// <summary>Both streets and the history of a console on a real engine, without its pages. Sees one sandbox's containers alone.</summary>
internal sealed class CommandSite : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly IHost _host;

    private CommandSite(IHost host, string engine) => (_host, EngineName) = (host, engine);

    public string EngineName { get; }

    public ICommandDesk Desk => _host.Services.GetRequiredService<ICommandDesk>();

    public IAuditReader Audit => _host.Services.GetRequiredService<IAuditReader>();

    public CauseBook Causes => _host.Services.GetRequiredService<CauseBook>();

    public EngineBoard Board => _host.Services.GetRequiredService<BoardDirectory>().Boards[0];

    public EngineTimeline Timeline => _host.Services.GetRequiredService<BoardDirectory>().Timelines[0];

    public static async Task<CommandSite> StartAsync(Sandbox sandbox, PrivateEngine engine, TempFolder folder, CommandOptions options, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new EngineRegistry([DockerEngine.Connect(new() { Name = engine.Name, Endpoint = engine.Endpoint.OriginalString, Deadlines = Sandbox.Patient })]));
        builder.Services.AddSingleton(new ScopeOptions { OwnerLabel = Sandbox.LabelKey, Owners = [sandbox.Id] });
        builder.Services.AddSingleton(new RelayOptions());
        builder.Services.AddSingleton(options with { Owner = sandbox.Id, ProofDeadline = TimeSpan.FromSeconds(30) });
        builder.Services.AddSingleton(new HistoryOptions { File = folder.PathOf("history.db") });
        builder.Services.AddSingleton<IStepUp>(new FakeStepUp());
        builder.Services.AddConsolePolicies();
        builder.Services.AddHistory();
        builder.Services.AddRelay();
        builder.Services.AddCommands();
        var site = new CommandSite(builder.Build(), engine.Name);
        await site._host.StartAsync(ct);
        await Eventually.TrueAsync("a live board", () => site.Board.Current.Connection.Phase == ConnectionPhase.Live, ct, Patience);
        return site;
    }

    /// <summary>The container as the board shows it, once it shows it in that state.</summary>
    public async Task<SeenContainer> SeeAsync(string containerId, string state, CancellationToken ct) => SeenContainer.Of((await Eventually.ValueAsync(
        $"{containerId[..12]} to be {state}", () => Board.Current.Containers.GetValueOrDefault(containerId), c => c?.Facts.State == state && c.Facts.RestartCount is not null, ct, Patience))!);

    public Task<CommandOutcome> StopAsync(SeenContainer seen, int graceSeconds, CancellationToken ct) => FinishAsync(
        new StopCommand { ActionId = NewId(), Engine = EngineName, ContainerId = seen.Id, Seen = seen, Grace = TimeSpan.FromSeconds(graceSeconds), Reason = "test" }, ct);

    public Task<CommandOutcome> FinishAsync(CommandRequest request, CancellationToken ct) => Desk.Submit(Persons.Admin, request).Finished.WaitAsync(Patience, ct);

    public static string NewId() => ActionId.New(TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
