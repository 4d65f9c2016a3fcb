using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Rtm.Docker;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Deploy;

/// <summary>deploy/compose.yaml as it is, in an engine and a network of its own, the console's image built by deploy/Dockerfile on the classic builder.</summary>
[SupportedOSPlatform("linux")]
public sealed class ComposedConsole(PublishedApp app) : IAsyncLifetime
{
    public const string User = "10001";

    /// <summary>Nobody answers there; https, or the console would not start.</summary>
    public const string Authority = "https://sign-in.galaxy.example";

    private const string BaseImage = "rtm-test/aspnet:10";
    private const string NginxImage = "rtm-test/nginx:1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly TempFolder _folder = new();
    private PrivateEngine? _engine;
    private IDockerEngine? _docker;

    /// <summary>The group that may open the engine's socket.</summary>
    public string SocketGroup { get; private set; } = "";

    private PrivateEngine Engine => _engine ?? throw new InvalidOperationException("the engine has not been started yet");

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        // Its networks are its own: the file's subnet and port are free there, whatever this machine does.
        _engine = await PrivateEngine.StartAsync("compose", ct, new PrivateEngineOptions { OwnNetwork = true });
        _docker = DockerEngine.Connect(new DockerEngineOptions { Name = "compose", Endpoint = Engine.Endpoint.OriginalString });
        SocketGroup = await Tool.RunAsync("stat", ct, "--format", "%g", Engine.SocketPath);
        await MachineImage.ImportAspNetAsync(Engine, BaseImage, ct);
        await MachineImage.ImportNginxAsync(Engine, NginxImage, ct);
        await PrepareFolderAsync(ct);
        await UpAsync(ct);
    }

    public Task UpAsync(CancellationToken ct) => ComposeAsync(ct, "up", "--detach");

    /// <summary>docker-compose in the folder of the delivered files.</summary>
    public Task<string> ComposeAsync(CancellationToken ct, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("docker-compose", ["--file", "compose.yaml", "--project-name", "rtm", .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            Environment = { ["DOCKER_HOST"] = Engine.Endpoint.OriginalString, ["DOCKER_BUILDKIT"] = "0" },
        };
        return Tool.RunAsync(start, input: null, ct);
    }

    public Task<string> DockerAsync(CancellationToken ct, params IEnumerable<string> arguments) => Engine.DockerAsync(ct, arguments);

    /// <summary>A program of this machine among the engine's processes, mounts and networks.</summary>
    public Task<string> InsideAsync(CancellationToken ct, params IEnumerable<string> command) => Engine.InsideAsync(ct, command);

    public async Task<ContainerDetails> InspectAsync(string service, CancellationToken ct) =>
        await _docker!.InspectContainerAsync(await DockerAsync(ct, "ps", "--all", "--quiet", "--filter", $"label=com.docker.compose.service={service}"), ct);

    /// <summary>What the kernel says of a service's process, for <see cref="InsideAsync"/>.</summary>
    public async Task<string> ProcessOfAsync(string service, CancellationToken ct)
    {
        var inspected = await InspectAsync(service, ct);
        return string.Create(CultureInfo.InvariantCulture, $"/proc/{inspected.ProcessId}");
    }

    /// <summary>Waits for the image's own health check.</summary>
    public Task BecomesHealthyAsync(CancellationToken ct) => WaitUntilAsync("the console to be healthy", async () =>
    {
        var now = await InspectAsync("console", ct);
        return now.Status == "running"
            ? now.Health == "healthy"
            : throw new ToolFailedException($"the console is {now.Status}, exit code {now.ExitCode}: {await ComposeAsync(ct, "logs", "console")}");
    }, ct);

    /// <summary>What a game's end leaves in the history: the names of the containers that died, the oldest first.</summary>
    public async Task<string> DeathsAsync(CancellationToken ct) => await InsideAsync(
        ct, "sqlite3", "-readonly", "-cmd", ".timeout 10000", Path.Combine(await DataAsync(ct), "history", "history.db"),
        "select s.Name from timeline_rows r join timeline_subjects s on s.Id = r.SubjectId where r.Action = 'die' order by r.Sequence");

    /// <summary>Runs a game that ends at once, and waits until the console has it on its disk.</summary>
    public async Task EndGameAsync(string name, CancellationToken ct)
    {
        await DockerAsync(ct, "run", "--network", "none", "--name", name, "--label", "com.galaxy.owner=rtmanager", NginxImage, "sh", "-c", "exit 0");
        await WaitUntilAsync($"the end of {name} in the history", async () => (await DeathsAsync(ct)).Split('\n').Contains(name), ct);
    }

    /// <summary>The folder of the engine's disk that is the console's <c>/data</c>.</summary>
    public Task<string> DataAsync(CancellationToken ct) => DockerAsync(ct, "volume", "inspect", "--format", "{{.Mountpoint}}", "rtm_data");

    public async ValueTask DisposeAsync()
    {
        _docker?.Dispose();
        // Containers, volumes, networks and images end with their engine.
        if (_engine is not null)
            await _engine.DisposeAsync();
        _folder.Dispose();
    }

    // Each question starts a program.
    private static async Task WaitUntilAsync(string what, Func<Task<bool>> answer, CancellationToken ct)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        await Tool.WaitUntilAsync(what, Patience, async () => await answer() || !await pace.WaitForNextTickAsync(ct), ct);
    }

    private async Task PrepareFolderAsync(CancellationToken ct)
    {
        await Tool.RunAsync("cp", ct, "-rT", Path.Combine(Repository.Root, "deploy"), _folder.FullName);
        await Tool.RunAsync("rm", ct, "-rf", _folder.PathOf("app"), _folder.PathOf("client-secret"));
        await Tool.RunAsync("cp", ct, "-rT", app.Folder, _folder.PathOf("app"));
        await File.WriteAllTextAsync(_folder.PathOf("given-secret"), "a secret", ct);
        await Tool.RunAsync(Tool.AsRoot("install", "-m", "400", "-o", User, _folder.PathOf("given-secret"), _folder.PathOf("client-secret")), input: null, ct);
        await File.WriteAllTextAsync(
            _folder.PathOf(".env"),
            $"""
            RTM_AUTHORITY={Authority}
            RTM_CLIENT_ID=rtm-console
            DOCKER_GID={SocketGroup}
            DOCKER_SOCKET={Engine.SocketPath}
            BASE_IMAGE={BaseImage}
            NGINX_IMAGE={NginxImage}

            """,
            ct);
    }
}
