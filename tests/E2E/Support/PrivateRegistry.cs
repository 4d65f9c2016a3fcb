using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rtm.E2E.Tests.Support;

/// <summary>A real registry on a free loopback port, which every engine on this machine may use without TLS.</summary>
public sealed partial class PrivateRegistry : IAsyncDisposable
{
    /// <summary>The one account of a registry that asks who is there.</summary>
    public const string User = "galaxy";
    public const string Password = "galaxy-test";
    private const string PasswordFile = "galaxy:$2y$05$VUO3I0fcaEdZ5BoaNBXUEe/LKApBceFl5cCLJn8xpbij8w4jhNl/W";

    // Its input closes when this process ends, however it ends.
    private const string EndsWithItsInput = """
        exec 3<&0
        docker-registry serve "$1" 3<&- &
        registry=$!
        ( while read -r _ <&3; do :; done; kill -KILL "$registry" ) >/dev/null 2>&1 &
        wait "$registry"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rtm-registry-").FullName;
    private readonly bool _withPassword;
    private readonly StringBuilder _log = new();
    private Process? _process;

    private PrivateRegistry(bool withPassword) => _withPassword = withPassword;

    public int Port { get; private set; }

    /// <summary>Host and port, the first part of an image reference.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static async Task<PrivateRegistry> StartAsync(CancellationToken ct, bool withPassword = false)
    {
        var registry = new PrivateRegistry(withPassword);
        try
        {
            await registry.StartAsync(ct);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, on the port it had and with the images it had.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await WriteConfigurationAsync(ct);
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("bash", ["-c", EndsWithItsInput, "registry", Path.Combine(_folder, "config.yml")])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OTEL_TRACES_EXPORTER"] = "none";
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) => Read(line.Data, listening);
        _process.OutputDataReceived += (_, line) => Read(line.Data, listening);
        _process.Exited += (_, _) => listening.TrySetException(new ToolFailedException($"docker-registry ended: {Words()}"));
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        try
        {
            Port = await listening.Task.WaitAsync(TimeSpan.FromSeconds(15), ct);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"waited 15 s for docker-registry to listen: {Words()}", timeout);
        }
    }

    /// <summary>Pushes an image that the engine has; returns the reference it can be pulled by, from any engine here.</summary>
    public async Task<string> PushAsync(PrivateEngine engine, string image, string repositoryAndTag, CancellationToken ct)
    {
        var reference = $"{Address}/{repositoryAndTag}";
        await engine.DockerAsync(ct, "tag", image, reference);
        await engine.DockerAsync(ct, [.. await LoginAsync(ct), "push", "--quiet", reference]);
        await engine.DockerAsync(ct, "image", "rm", reference);
        return reference;
    }

    /// <summary>Options that make the docker command line show this registry the right password, and no other registry any.</summary>
    public async Task<IReadOnlyList<string>> LoginAsync(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "client")).FullName;
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        var accounts = new Dictionary<string, object> { [Address] = new { auth } };
        await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new { auths = accounts }), ct);
        return ["--config", folder];
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(ct);
            _process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WriteConfigurationAsync(CancellationToken ct)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "passwords"), PasswordFile + "\n", ct);
        var access = _withPassword ? $"auth:\n  htpasswd: {{ realm: galaxy, path: {_folder}/passwords }}\n" : "";
        await File.WriteAllTextAsync(Path.Combine(_folder, "config.yml"), $$"""
            version: 0.1
            log: { level: info, accesslog: { disabled: true } }
            storage:
              filesystem: { rootdirectory: {{_folder}}/data }
              delete: { enabled: true }
            http: { addr: "{{Address}}" }
            {{access}}
            """, ct);
    }

    private void Read(string? line, TaskCompletionSource<int> listening)
    {
        if (line is null)
        {
            return;
        }
        lock (_log)
        {
            _log.AppendLine(line);
        }
        if (Listening().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    private string Words()
    {
        lock (_log)
        {
            return _log.ToString();
        }
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
