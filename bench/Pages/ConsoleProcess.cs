using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Rtm.DevIdp;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>The console as a process of its own with nothing else in its memory, and the development provider beside it.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    public const string Viewer = "vera";
    public const string Operator = "otto";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly Uri _metrics = FreePort.Address();
    private WebApplication? _provider;
    private Process? _process;

    public Uri Address { get; } = FreePort.Address();

    public int Id => _process!.Id;

    /// <param name="engines">Endpoints by name.</param>
    /// <param name="ct">Ends the start.</param>
    /// <param name="settings">Further ones, as <c>--Rtm:…=…</c>.</param>
    public static async Task<ConsoleProcess> StartAsync(IReadOnlyDictionary<string, string> engines, CancellationToken ct, params string[] settings)
    {
        var console = new ConsoleProcess();
        try
        {
            await console.BeginAsync(engines, settings, ct);
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    /// <summary>A viewer's session, as the value of a Cookie header.</summary>
    public async Task<string> SignInAsync(CancellationToken ct)
    {
        using var browser = new CookieBrowser(Address);
        using var page = await browser.FollowAsync("/", ct);
        using var landed = await browser.FollowAsync(page.RequestMessage!.RequestUri!.AbsoluteUri, ct, new FormUrlEncodedContent([new("user", Viewer)]));
        landed.EnsureSuccessStatusCode();
        return browser.CookieHeader;
    }

    /// <summary>The sum of a metric over its labels; 0 where it is not there.</summary>
    public async Task<double> MetricAsync(string name, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = _metrics };
        var text = await client.GetStringAsync("/metrics", ct);
        return text.Split('\n').Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
    }

    /// <summary>The heap after the last collection, in MiB.</summary>
    public async Task<double> HeapAsync(CancellationToken ct) => await MetricAsync("dotnet_gc_last_collection_heap_size_bytes", ct) / 1048576;

    /// <summary>Resident memory in MiB.</summary>
    public double WorkingSet()
    {
        _process!.Refresh();
        return _process.WorkingSet64 / 1048576.0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        if (_provider is not null)
            await _provider.DisposeAsync();
        _folder.Dispose();
    }

    private async Task BeginAsync(IReadOnlyDictionary<string, string> engines, string[] settings, CancellationToken ct)
    {
        var issuer = FreePort.Address();
        _provider = DevIdpHost.Build(new DevIdpOptions { Environment = "Development", Url = issuer.AbsoluteUri }.ForConsole(Address.AbsoluteUri));
        await _provider.StartAsync(ct);
        // Its first answer compiles half of it; on a busy machine that outlasts the console's patience.
        using (var first = new HttpClient { BaseAddress = issuer })
            await first.GetStringAsync("/.well-known/openid-configuration", ct);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = _folder.FullName;
        string[] arguments =
        [
            Binary(), "--environment", "Development", "--urls", Address.AbsoluteUri, "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Error",
            $"--Rtm:SignIn:Authority={issuer}", "--Rtm:SignIn:ClientId=rtm-console", $"--Rtm:History:File={_folder.PathOf("history.db")}",
            $"--Rtm:Telemetry:MetricsUrl={_metrics}", .. settings,
            .. engines.SelectMany((engine, i) => new[] { $"--Rtm:Engines:{i}:Name={engine.Key}", $"--Rtm:Engines:{i}:Endpoint={engine.Value}" }),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException("The console did not start.");
        _process.OutputDataReceived += (_, line) => Say(line.Data);
        _process.ErrorDataReceived += (_, line) => Say(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.ValueAsync("the console to be ready", () => IsReadyAsync(client, ct), ready => ready, ct, Patience);
    }

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken ct)
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"The console ended with {_process.ExitCode}.");
        try
        {
            using var answer = await client.GetAsync("/readyz", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static void Say(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
            System.Console.Error.WriteLine($"console: {line}");
    }

    /// <summary>Built in the configuration of this process, three folders below its project as this one is.</summary>
    private static string Binary()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        return Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "src", "Rtm.Console", "bin", output.Parent.Name, output.Name, "Rtm.Console.dll");
    }
}
