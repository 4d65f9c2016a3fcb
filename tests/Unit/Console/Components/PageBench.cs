using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using Rtm.Console.Commands;
using Rtm.Console.Components;
using Rtm.Console.Components.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.Containers;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Console.Verdicts;
using Rtm.Docker;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Docker;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>A page over boards that the test writes.</summary>
internal sealed class PageBench : IAsyncDisposable
{
    private readonly BunitContext _context = new();
    private readonly BoardDirectory _directory;

    // Only used up by a test that fails; bUnit's own second is short on a busy machine.
    static PageBench() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    public PageBench(params string[] engines)
    {
        Engines = [.. (engines.Length == 0 ? ["local"] : engines).Select(name => new FakeEngine(name, Clock))];
        var registry = new EngineRegistry([.. Engines]);
        _directory = new(registry, new(), Clock, Archive);
        PageClock = new(Clock);
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddSingleton<ILoggerFactory>(Logs);
        _context.Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        _context.Services.AddMudServices();
        _context.Services.AddSingleton<TimeProvider>(Clock);
        _context.Services.AddSingleton(_directory);
        _context.Services.AddSingleton(new OwnerScope(new()));
        _context.Services.AddSingleton<ITimelineArchive>(Archive);
        _context.Services.AddSingleton<ScopedArchive>();
        _context.Services.AddScoped<DismissedGaps>();
        _context.Services.AddSingleton(registry);
        _context.Services.AddInspection(new() { LogViewsPerUser = 2 });
        Desk = new(Operations, Clock);
        _context.Services.AddSingleton(Operations);
        _context.Services.AddSingleton<ICommandDesk>(Desk);
        _context.Services.AddSingleton(CommandOptions);
        _context.Services.AddSingleton<ReadOutcomes>();
        _context.Services.AddScoped<CommandDialogs>();
        _context.Services.AddScoped<CommandDrafts>();
        _context.Services.AddSingleton<ImageHistory>();
        _context.Services.AddSingleton<ActHistory>();
        _context.Services.AddSingleton<CauseBook>();
        _context.Services.AddSharedRows();
        Access = _context.AddAuthorization();
    }

    /// <summary>Of the engines behind the boards; only what inspects a container asks them.</summary>
    public IReadOnlyList<FakeEngine> Engines { get; }

    public FakeEngine Engine => Engines[0];

    /// <summary>Who looks at the page; nobody at first.</summary>
    public BunitAuthorizationContext Access { get; }

    /// <summary>Takes the commands of the page.</summary>
    public FakeDesk Desk { get; }

    public OperationBoard Operations { get; } = new();

    public CommandOptions CommandOptions { get; } = new() { Images = ["registry.example:5000"], Networks = ["game-net"] };

    /// <summary>Who <see cref="SignIn"/> let in.</summary>
    public ClaimsPrincipal Person { get; private set; } = new(new ClaimsIdentity());

    /// <summary>Signs a person in with a role.</summary>
    public void SignIn(string role)
    {
        Person = Persons.Of($"sub-{role}", $"A {role}", role);
        Access.SetAuthorized(role);
        Access.SetRoles(role);
        Access.SetClaims(new Claim(SessionPrincipal.Subject, $"sub-{role}"), new Claim(SessionPrincipal.Name, $"A {role}"));
        // Policies have the names of the roles, and the stronger ones hold the weaker.
        Access.SetPolicies([.. Roles.All.Take(Roles.All.ToList().IndexOf(role) + 1)]);
    }

    public T Resolve<T>()
        where T : notnull => _context.Services.GetRequiredService<T>();

    public IServiceCollection Services => _context.Services;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public PageClock PageClock { get; init; }

    /// <summary>What the timelines recorded.</summary>
    public FakeArchive Archive { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public BunitJSInterop Browser => _context.JSInterop;

    public BoardDirectory Directory => _directory;

    public EngineBoard Board => _directory.Boards[0];

    public EngineTimeline Timeline => _directory.Timelines[0];

    public IReadOnlyList<EngineTimeline> Timelines => _directory.Timelines;

    public IReadOnlyList<EngineBoard> Boards => _directory.Boards;

    public NavigationManager Navigation => _context.Services.GetRequiredService<NavigationManager>();

    public IRenderedComponent<T> Render<T>(Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent => _context.Render<T>(builder =>
    {
        builder.AddCascadingValue(PageClock);
        parameters?.Invoke(builder);
    });

    public static BoardContainer Container(int number, string? name = null, ContainerFacts? facts = null, string engine = "local") => new()
    {
        Engine = engine,
        Id = SampleContainers.IdOf(number),
        Name = name ?? $"game-{number:0000}",
        Image = SampleContainers.Image,
        Owner = SampleContainers.Owner,
        Facts = facts ?? new() { State = "running", RestartCount = 0 },
    };

    public static EngineInfo Info(TimeSpan skew) => new()
    {
        Name = "local",
        Endpoint = new("unix:///var/run/docker.sock"),
        Version = "28.0",
        ApiVersion = "1.48",
        OperatingSystem = "Debian",
        ClockSkew = skew,
    };

    /// <summary>Where dialogs show.</summary>
    public IRenderedComponent<MudDialogProvider> Dialogs() => Render<MudDialogProvider>();

    /// <summary>The names on the page, in their order.</summary>
    public static IEnumerable<string> Names<T>(IRenderedComponent<T> page)
        where T : IComponent => page.FindAll("tbody th a").Select(a => a.TextContent.Trim());

    /// <summary>Closes all that is open, as a circuit's end does.</summary>
    public Task CloseAsync() => _context.DisposeComponentsAsync();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeComponentsAsync();
        await _context.DisposeAsync();
    }
}
