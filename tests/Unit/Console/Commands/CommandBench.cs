using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>The write street over a fake engine, with the read street that proves what it does.</summary>
internal sealed class CommandBench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;

    private CommandBench(IHost host, FakeEngine engine, FakeTimeProvider clock, FakeLedger ledger)
    {
        (_host, Engine, Clock, Ledger) = (host, engine, clock, ledger);
    }

    public FakeEngine Engine { get; }

    public FakeTimeProvider Clock { get; }

    public FakeLedger Ledger { get; }

    public FakeStepUp StepUp => (FakeStepUp)_host.Services.GetRequiredService<IStepUp>();

    public SampleContainers Samples => new(Clock.GetUtcNow());

    public ICommandDesk Desk => _host.Services.GetRequiredService<ICommandDesk>();

    public OperationBoard Operations => _host.Services.GetRequiredService<OperationBoard>();

    public CauseBook Causes => _host.Services.GetRequiredService<CauseBook>();

    public ActHistory Acted => _host.Services.GetRequiredService<ActHistory>();

    public EngineBoard Board => _host.Services.GetRequiredService<BoardDirectory>().Boards[0];

    public EngineTimeline Timeline => _host.Services.GetRequiredService<BoardDirectory>().Timelines[0];

    public static async Task<CommandBench> StartAsync(
        CancellationToken ct, CommandOptions? options = null, FakeLedger? ledger = null, params ContainerDetails[] containers)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var engine = new FakeEngine("local", clock);
        engine.Put(containers);
        ledger ??= new();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new EngineRegistry([engine]));
        builder.Services.AddSingleton(new ScopeOptions());
        builder.Services.AddSingleton(new RelayOptions());
        builder.Services.AddSingleton(options ?? new CommandOptions());
        builder.Services.AddSingleton<IStepUp>(new FakeStepUp());
        builder.Services.AddSingleton<IAuditLedger>(ledger);
        builder.Services.AddSingleton<IAuditReader>(ledger);
        builder.Services.AddLogging();
        builder.Services.AddConsolePolicies();
        builder.Services.AddRelay();
        builder.Services.AddCommands();
        var bench = new CommandBench(builder.Build(), engine, clock, ledger);
        await bench._host.StartAsync(ct);
        await Eventually.TrueAsync(
            "a live board", () => bench.Board.Current.Connection.Phase == ConnectionPhase.Live && engine.Listeners > 0, ct, Patience);
        return bench;
    }

    public static async Task<CommandBench> StartAsync(Func<SampleContainers, ContainerDetails> container, CancellationToken ct, CommandOptions? options = null)
    {
        var bench = await StartAsync(ct, options, null, container(new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero))));
        bench.Engine.PutNetwork("game-net");
        return bench;
    }

    public string NewId() => ActionId.New(Clock);

    public static SeenContainer Seen(ContainerDetails container) => new()
    {
        Id = container.Id,
        State = container.Status,
        ImageId = container.ImageId,
        StartedAt = container.StartedAt,
        RestartCount = container.RestartCount,
    };

    public StopCommand Stop(ContainerDetails container, int graceSeconds = 10) => new()
    {
        ActionId = NewId(),
        Engine = "local",
        ContainerId = container.Id,
        Seen = Seen(container),
        Grace = TimeSpan.FromSeconds(graceSeconds),
        Reason = "it hangs",
    };

    public RemoveCommand Remove(ContainerDetails container) => new()
    {
        ActionId = NewId(),
        Engine = "local",
        ContainerId = container.Id,
        Seen = Seen(container),
        TypedName = container.Name,
    };

    public Task<CommandOutcome> FinishAsync(ClaimsPrincipal person, CommandRequest request, CancellationToken ct) =>
        Desk.Submit(person, request).Finished.WaitAsync(Patience, ct);

    /// <summary>Moves the clock until it has ended.</summary>
    public async Task<CommandOutcome> FinishLaterAsync(CommandTicket ticket, CancellationToken ct)
    {
        await Eventually.TrueAsync("the end of the command", () =>
        {
            if (ticket.Finished.IsCompleted)
                return true;
            Clock.Advance(TimeSpan.FromMilliseconds(500));
            return false;
        }, ct, Patience);
        return await ticket.Finished;
    }

    /// <summary>How often the engine was asked to change anything.</summary>
    public int Acts => ActCalls.Count;

    /// <summary>What the engine was asked to change, in order.</summary>
    public IReadOnlyList<FakeCall> ActCalls => [.. Engine.Calls.Where(c => c.Operation is nameof(IDockerEngine.StopAsync) or nameof(IDockerEngine.StartAsync) or nameof(IDockerEngine.RestartAsync)
        or nameof(IDockerEngine.KillAsync) or nameof(IDockerEngine.RemoveAsync) or nameof(IDockerEngine.RunAsync) or nameof(IDockerEngine.PullImageAsync)
        or nameof(IDockerEngine.RenameAsync))];

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
