using System.Diagnostics;
using System.Net;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Relay;

/// <summary>The console as a process of its own, so that it can be killed.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ConsoleProcess(Process process) => _process = process;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static Task<ConsoleProcess> StartAsync(PrivateEngine engine, string history, CancellationToken ct) => StartAsync(engine, history, FreePort.Address(), [], ct);

    /// <summary>Starts it at an address, with further settings.</summary>
    public static async Task<ConsoleProcess> StartAsync(
        PrivateEngine engine, string history, Uri address, IEnumerable<string> settings, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Rtm.Console"),
            [
                "--environment", "Development", "--urls", address.AbsoluteUri, "--Rtm:SignIn:Authority=https://login.invalid", "--Rtm:SignIn:ClientId=rtm-console",
                $"--Rtm:Engines:0:Endpoint={engine.Endpoint.OriginalString}", $"--Rtm:History:File={history}", "--Logging:LogLevel:Default=None", .. settings,
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        var console = new ConsoleProcess(Process.Start(start) ?? throw new InvalidOperationException("the console did not start"));
        console._process.BeginOutputReadLine();
        console._process.BeginErrorReadLine();
        await console.ReadyAsync(address, ct);
        return console;
    }

    /// <summary>SIGKILL: it can't write, close or say anything any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken ct)
    {
        try
        {
            using var answer = await client.GetAsync("/readyz", ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task ReadyAsync(Uri address, CancellationToken ct)
    {
        using var client = new HttpClient { BaseAddress = address };
        await Eventually.ValueAsync("the console to be ready", () => IsReadyAsync(client, ct), ready => ready || _process.HasExited, ct, Patience);
        if (_process.HasExited)
            throw new InvalidOperationException($"the console ended with {_process.ExitCode}");
    }
}
