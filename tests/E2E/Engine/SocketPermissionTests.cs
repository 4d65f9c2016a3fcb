using System.Runtime.Versioning;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>A process of a user without rights asks a real engine: rights are a process's, so the test can't ask itself.</summary>
[SupportedOSPlatform("linux")]
public sealed class SocketPermissionTests : IAsyncLifetime
{
    private const string Nobody = "65534";
    private const UnixFileMode Passable = (UnixFileMode)0b111_101_101;

    // Not below the temporary folder: that one may be closed to other users.
    private readonly string _folder = $"/var/tmp/rtm-probe-{Guid.NewGuid():N}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string SocketPath => Path.Combine(_folder, "docker.sock");

    public ValueTask InitializeAsync()
    {
        var program = Directory.CreateDirectory(Path.Combine(_folder, "program"), Passable).FullName;
        File.SetUnixFileMode(_folder, Passable);
        var files = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "Rtm.Probe.*"));
        foreach (var file in files.Distinct())
        {
            var copy = Path.Combine(program, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, Passable);
        }
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Tool.RunAsync(Tool.AsRoot("rm", "-rf", _folder), input: null, CancellationToken.None);

    [Fact]
    public async Task List_UserOutsideTheSocketsGroup_NamesTheGroup()
    {
        await using var engine = await StartEngineAsync();
        var owner = (await Tool.RunAsync("stat", Ct, "--format", "%G %g", SocketPath)).Split(' ');

        var said = await ProbeAsync(SocketPath, Nobody);

        Assert.Equal(
            $"EngineUnreachableException: Docker Engine 'local' is not reachable at unix://{SocketPath}: no permission on the socket; " +
            $"it belongs to group '{owner[0]}' (gid {owner[1]}): run the console as a member of that group",
            said);
    }

    [Fact]
    public async Task List_UserInTheSocketsGroup_Works()
    {
        await using var engine = await StartEngineAsync();
        var group = await Tool.RunAsync("stat", Ct, "--format", "%g", SocketPath);

        Assert.Equal("listed 0", await ProbeAsync(SocketPath, group));
    }

    [Fact]
    public async Task List_SocketInAFolderThatMayNotBeEntered_SpeaksOfPermission()
    {
        var closed = Directory.CreateDirectory(Path.Combine(_folder, "closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

        var said = await ProbeAsync(Path.Combine(closed, "docker.sock"), Nobody);

        Assert.Equal(
            $"EngineUnreachableException: Docker Engine 'local' is not reachable at unix://{closed}/docker.sock: " +
            "no permission to enter the socket's folder; run the console as a user who may",
            said);
    }

    private Task<PrivateEngine> StartEngineAsync() =>
        PrivateEngine.StartAsync("guarded", Ct, new PrivateEngineOptions { DaemonOptions = ["--host", $"unix://{SocketPath}"] });

    private Task<string> ProbeAsync(string socket, string group)
    {
        var start = Tool.AsRoot(
            "setpriv", $"--reuid={Nobody}", $"--regid={group}", "--clear-groups", "env", "HOME=/", "TMPDIR=/tmp", "DOTNET_EnableDiagnostics=0",
            "dotnet", Path.Combine(_folder, "program", "Rtm.Probe.dll"), $"unix://{socket}");
        start.WorkingDirectory = "/";
        return Tool.RunAsync(start, input: null, Ct);
    }
}
