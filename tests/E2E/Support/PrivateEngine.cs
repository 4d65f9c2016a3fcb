using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Support;

/// <summary>
/// A real Docker Engine of one test's own, in a folder of its own. It can be killed, frozen and started again;
/// disposing it leaves no process, mount, bridge, cgroup or file. See dev.d/private-engine for how.
/// </summary>
public sealed class PrivateEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(25);

    private readonly PrivateEngineOptions _options;
    private readonly HttpClient _http;
    private Process? _supervisor;

    private PrivateEngine(string name, PrivateEngineOptions options)
    {
        Name = name;
        _options = options;
        Folder = Directory.CreateTempSubdirectory($"rtm-{name}-").FullName;
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
    }

    public string Name { get; }

    public string Folder { get; }

    public string SocketPath => Path.Combine(Folder, "docker.sock");

    public Uri Endpoint => new($"unix://{SocketPath}");

    /// <summary>The daemon's process while it runs.</summary>
    public int ProcessId => int.Parse(File.ReadAllText(PidPath), CultureInfo.InvariantCulture);

    /// <summary>Its disk while it runs, as root sees it: a disk of its own is mounted where nobody else looks.</summary>
    public string DataSeenFromOutside => $"/proc/{ProcessId.ToString(CultureInfo.InvariantCulture)}/root{Folder}/data";

    private string PidPath => Path.Combine(Folder, "pid");

    public static async Task<PrivateEngine> StartAsync(string name, CancellationToken ct, PrivateEngineOptions? options = null)
    {
        var engine = new PrivateEngine(name, options ?? new PrivateEngineOptions());
        try
        {
            await engine.StartAsync(ct);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="TerminateAsync"/> or <see cref="KillAsync"/>, with the containers and images it had.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        var script = Path.Combine(Repository.Root, "dev.d", "private-engine");
        var start = Tool.AsRoot(script, [Folder, "--until-eof", .. _options.ToArguments()]);
        start.RedirectStandardInput = true;
        var supervisor = _supervisor = Process.Start(start) ?? throw new InvalidOperationException($"{script} did not start");
        await Tool.WaitUntilAsync(
            $"the engine '{Name}' to answer",
            StartDeadline,
            async () => supervisor.HasExited
                ? throw new ToolFailedException($"the engine '{Name}' ended with {supervisor.ExitCode}: {LastWords()}")
                : File.Exists(PidPath) && await AnswersAsync(ct),
            ct);
    }

    /// <summary>Ends it in good order, as a service manager does: its containers are stopped and it says goodbye to its clients.</summary>
    public async Task TerminateAsync(CancellationToken ct)
    {
        await SignalAsync("TERM", ct);
        await EndedAsync(ct);
    }

    /// <summary>Ends it and every container at once, as a power cut does.</summary>
    public async Task KillAsync(CancellationToken ct)
    {
        await SignalAsync("KILL", ct);
        await EndedAsync(ct);
    }

    /// <summary>Stops the daemon's clock: connections stay open and nothing is answered, until <see cref="ThawAsync"/>.</summary>
    public async Task FreezeAsync(CancellationToken ct)
    {
        await SignalAsync("STOP", ct);
        // The thread that gets the signal may be waiting for a disk; until it wakes, the others go on answering.
        var threads = string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/task");
        await Tool.WaitUntilAsync(
            "every thread of the engine to stop",
            TimeSpan.FromSeconds(10),
            () => Task.FromResult(Directory.GetDirectories(threads).All(IsStopped)),
            ct);
    }

    public Task ThawAsync(CancellationToken ct) => SignalAsync("CONT", ct);

    public async Task RestartAsync(CancellationToken ct)
    {
        await TerminateAsync(ct);
        await StartAsync(ct);
    }

    /// <summary>The docker command line against this engine; what it printed.</summary>
    public Task<string> DockerAsync(CancellationToken ct, params IEnumerable<string> arguments) =>
        Tool.RunAsync("docker", ct, ["--host", Endpoint.OriginalString, .. arguments]);

    /// <summary>A program of this machine among the engine's processes, mounts and networks, as root; what it printed.</summary>
    public Task<string> InsideAsync(CancellationToken ct, params IEnumerable<string> command) =>
        Tool.RunAsync(Tool.AsRoot("nsenter", ["--pid", "--mount", "--net", "--target", ProcessId.ToString(CultureInfo.InvariantCulture), "--", .. command]), input: null, ct);

    public async Task<string> PingAsync(CancellationToken ct) => await _http.GetStringAsync(new Uri("http://engine/_ping"), ct);

    public async ValueTask DisposeAsync()
    {
        if (_supervisor is { HasExited: false })
        {
            // Nobody is there to be told, so the quick way; a daemon that has no pid yet is ended by its closed input.
            if (File.Exists(PidPath))
            {
                await KillAsync(CancellationToken.None);
            }
            else
            {
                _supervisor.StandardInput.Close();
                await EndedAsync(CancellationToken.None);
            }
        }
        _supervisor?.Dispose();
        _http.Dispose();
        await Tool.RunAsync(Tool.AsRoot("rm", "-rf", Folder), input: null, CancellationToken.None);
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            return await PingAsync(ct) == "OK";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsStopped(string thread)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(thread, "stat"));
            // The name before the state stands in parentheses and may hold anything.
            return stat[stat.LastIndexOf(')') + 2] == 'T';
        }
        catch (IOException)
        {
            // It ended just now: the others are looked at again.
            return false;
        }
    }

    private Task<string> SignalAsync(string signal, CancellationToken ct) =>
        Tool.RunAsync(Tool.AsRoot("bash", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {ProcessId}")), input: null, ct);

    private async Task EndedAsync(CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(EndDeadline);
        try
        {
            await _supervisor!.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"waited {EndDeadline.TotalSeconds:0} s for the engine '{Name}' to end: {LastWords()}");
        }
    }

    private string LastWords()
    {
        var log = Path.Combine(Folder, "log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(5)) : "it left no log";
    }
}
