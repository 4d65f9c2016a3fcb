using Rtm.Docker;
using Rtm.E2E.Tests.Support;

namespace Rtm.E2E.Tests.Engine.Support;

/// <summary>One test's own corner of a real engine: whatever it makes there carries its label, and is gone with it.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string LabelKey = "rtm.test";

    private readonly PrivateEngine _engine;
    private readonly bool _engineGoesToo;

    /// <param name="engine">The engine to work on.</param>
    /// <param name="deadlines">Null for <see cref="Patient"/>.</param>
    /// <param name="engineGoesToo">Whether the engine is thrown away after the test, dead or alive, with all containers.</param>
    public Sandbox(PrivateEngine engine, EngineDeadlines? deadlines = null, bool engineGoesToo = false)
    {
        _engine = engine;
        _engineGoesToo = engineGoesToo;
        Docker = DockerEngine.Connect(new DockerEngineOptions
        {
            Name = engine.Name,
            Endpoint = engine.Endpoint.OriginalString,
            Deadlines = deadlines ?? Patient,
            LogOptions = "max-size=10m,max-file=3",
        });
        Raw = new RawEngine(engine);
    }

    /// <summary>For tests that don't measure deadlines, on machines that do much else.</summary>
    public static EngineDeadlines Patient { get; } = new()
    {
        List = TimeSpan.FromSeconds(30),
        Inspect = TimeSpan.FromSeconds(30),
        OpenStream = TimeSpan.FromSeconds(30),
        StopMargin = TimeSpan.FromSeconds(30),
    };

    public string Id { get; } = Guid.NewGuid().ToString("N")[..10];

    public IDockerEngine Docker { get; }

    public RawEngine Raw { get; }

    public ListFilter Mine => new() { Labels = new Dictionary<string, string> { [LabelKey] = Id } };

    public string NameOf(string name) => $"{name}-{Id}";

    public RunSpec Spec(string name, params IReadOnlyList<string> cmd) => new()
    {
        Name = NameOf(name),
        Hostname = NameOf(name),
        Image = SharedEngine.Image,
        Network = SharedEngine.Network,
        Cmd = cmd,
        Labels = new Dictionary<string, string> { [LabelKey] = Id },
        Memory = "64m",
        CpuQuota = 1,
        PidsLimit = 64,
    };

    public RunSpec ShellSpec(string name, string script) => Spec(name, "sh", "-c", script);

    /// <summary>Runs a container and gives its id.</summary>
    public async Task<string> RunAsync(RunSpec spec, CancellationToken ct) => (await Docker.RunAsync(spec, ct)).ContainerId;

    /// <summary>Runs a script to its end and gives the container's id.</summary>
    public async Task<string> RunToEndAsync(string name, string script, CancellationToken ct)
    {
        var id = await RunAsync(ShellSpec(name, script), ct);
        await StatusAsync(id, "exited", ct);
        return id;
    }

    /// <summary>Runs a script and waits until it has said <c>ready</c>: traps are set by then.</summary>
    public async Task<string> RunUntilReadyAsync(RunSpec spec, CancellationToken ct)
    {
        var id = await RunAsync(spec, ct);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var line in Docker.ReadLogsAsync(id, new LogQuery { Follow = true }, deadline.Token))
        {
            if (line.Text == "ready")
                return id;
        }
        throw new InvalidOperationException($"{spec.Name} ended without being ready");
    }

    /// <summary>The docker command line makes what a <see cref="RunSpec"/> has no words for; the sandbox's label is added.</summary>
    public Task<string> CreateAsync(string name, CancellationToken ct, params IEnumerable<string> rest) =>
        _engine.DockerAsync(ct, ["create", "--name", NameOf(name), "--label", $"{LabelKey}={Id}", .. rest]);

    public Task<string> CliAsync(CancellationToken ct, params IEnumerable<string> arguments) => _engine.DockerAsync(ct, arguments);

    public Task StatusAsync(string containerId, string status, CancellationToken ct) =>
        Tool.WaitUntilAsync(
            $"{containerId[..12]} to be {status}",
            TimeSpan.FromSeconds(30),
            async () => (await Docker.InspectContainerAsync(containerId, ct)).Status == status,
            ct);

    public async ValueTask DisposeAsync()
    {
        if (!_engineGoesToo)
        {
            var left = await Docker.ListAsync(Mine, CancellationToken.None);
            await Task.WhenAll(left.Select(container => Raw.ForceRemoveAsync(container.Id, CancellationToken.None)));
        }
        Docker.Dispose();
        Raw.Dispose();
    }
}
