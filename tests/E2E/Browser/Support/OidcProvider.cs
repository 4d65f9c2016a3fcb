using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>The npm package oidc-provider in a process of its own; it ends when its standard input does. See its server.mjs.</summary>
public sealed class OidcProvider : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private readonly ConcurrentQueue<string?> _errors;

    private OidcProvider(Process process, Uri issuer, ConcurrentQueue<string?> errors) => (_process, Issuer, _errors) = (process, issuer, errors);

    public Uri Issuer { get; }

    /// <param name="console">The console's address.</param>
    /// <param name="ct">Ends the start.</param>
    /// <param name="accessTokenSeconds">How long its access tokens live.</param>
    /// <param name="secret">The console's secret, which it shows in the header; null: it has none.</param>
    public static async Task<OidcProvider> StartAsync(Uri console, CancellationToken ct, int accessTokenSeconds = 600, string? secret = null)
    {
        var folder = Path.Combine(Repository.Root, "tests", "E2E", "oidc-provider");
        var start = new ProcessStartInfo("node", ["server.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["OIDC_REDIRECT_URIS"] = new Uri(console, "/signin-oidc").AbsoluteUri,
                ["OIDC_POST_LOGOUT_REDIRECT_URIS"] = new Uri(console, "/signout-callback-oidc").AbsoluteUri,
                ["OIDC_REQUIRE_PAR"] = "true",
                ["OIDC_BACKCHANNEL_LOGOUT_URI"] = new Uri(console, "/signout-backchannel").AbsoluteUri,
                ["OIDC_ACCESS_TOKEN_SECONDS"] = accessTokenSeconds.ToString(CultureInfo.InvariantCulture),
                ["OIDC_CLIENT_SECRET"] = secret,
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        var errors = new ConcurrentQueue<string?>();
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(StartDeadline, ct) is { } line)
        {
            if (line.StartsWith("issuer ", StringComparison.Ordinal))
                return new OidcProvider(process, new Uri(line["issuer ".Length..]), errors);
        }

        await process.WaitForExitAsync(ct);
        throw new ToolFailedException($"node server.mjs in {folder} exited with {process.ExitCode}; has npm ci been run there? {string.Join('\n', errors)}");
    }

    /// <summary>One of the orders that server.mjs names; it is carried out when this returns.</summary>
    public async Task OrderAsync(string order, CancellationToken ct)
    {
        await _process.StandardInput.WriteLineAsync(order.AsMemory(), ct);
        await _process.StandardInput.FlushAsync(ct);
        if (await _process.StandardOutput.ReadLineAsync(ct) is var answer && answer != "done")
            throw new ToolFailedException($"server.mjs answered '{answer}' to '{order}': {string.Join('\n', _errors)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(EndDeadline);
        _process.Dispose();
    }
}
