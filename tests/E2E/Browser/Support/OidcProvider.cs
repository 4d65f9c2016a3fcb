using System.Collections.Concurrent;
using System.Diagnostics;
using Rtm.E2E.Tests.Support;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>The npm package oidc-provider in a process of its own; it ends when its standard input does. See its server.mjs.</summary>
public sealed class OidcProvider : IAsyncDisposable
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private OidcProvider(Process process, Uri issuer) => (_process, Issuer) = (process, issuer);

    public Uri Issuer { get; }

    public static async Task<OidcProvider> StartAsync(Uri console, CancellationToken ct)
    {
        var folder = Path.Combine(Tool.RepositoryRoot, "tests", "E2E", "oidc-provider");
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
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
        var errors = new ConcurrentQueue<string?>();
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("issuer ", StringComparison.Ordinal))
                return new OidcProvider(process, new Uri(line["issuer ".Length..]));
        }

        await process.WaitForExitAsync(ct);
        throw new ToolFailedException($"node server.mjs in {folder} exited with {process.ExitCode}; has npm ci been run there? {string.Join('\n', errors)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(EndDeadline);
        _process.Dispose();
    }
}
