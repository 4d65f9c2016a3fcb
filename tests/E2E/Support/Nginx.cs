using System.Diagnostics;
using Rtm.Tests.Support;

namespace Rtm.E2E.Tests.Support;

/// <summary>Debian's nginx with one of the files in deploy/, in a folder of its own; it goes with the test.</summary>
public sealed class Nginx : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private Nginx(Process process) => _process = process;

    public static string Delivered(string file) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", file));

    /// <summary>A whole configuration, which is put into the folder beside the other files nginx needs.</summary>
    public static async Task<Nginx> StartAsync(TempFolder folder, string configuration, Func<Task<bool>> isUp, CancellationToken ct)
    {
        var file = folder.PathOf("nginx.conf");
        await File.WriteAllTextAsync(file, configuration, ct);
        // Without a master, ended like any other program; Debian keeps it where only root looks for programs.
        var start = new ProcessStartInfo(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-p", folder.FullName, "-e", "stderr", "-c", file, "-g", "daemon off; master_process off;"])
        {
            RedirectStandardError = true,
        };
        var nginx = new Nginx(Process.Start(start) ?? throw new InvalidOperationException("nginx did not start"));
        try
        {
            await Tool.WaitUntilAsync("nginx to listen", Deadline, async () => nginx._process.HasExited ? throw new ToolFailedException(await nginx._process.StandardError.ReadToEndAsync(ct)) : await isUp(), ct);
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
