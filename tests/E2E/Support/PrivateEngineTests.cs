using System.Net.NetworkInformation;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Support;

public sealed class PrivateEngineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_NewEngine_AnswersPing()
    {
        await using var engine = await PrivateEngine.StartAsync("ping", Ct);

        Assert.Equal("OK", await engine.PingAsync(Ct));
    }

    [Fact]
    public async Task StartAsync_TcpPort_AnswersThereToo()
    {
        var port = FreePort.Find();
        await using var engine = await PrivateEngine.StartAsync("tcp", Ct, new PrivateEngineOptions { TcpPort = port });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal("OK", await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/_ping"), Ct));
    }

    [Fact]
    public async Task StartAsync_UnknownDaemonOption_FailsWithTheDaemonsWords()
    {
        var options = new PrivateEngineOptions { DaemonOptions = ["--no-such-option"] };

        var refusal = await Assert.ThrowsAsync<ToolFailedException>(() => PrivateEngine.StartAsync("refusing", Ct, options));

        Assert.Contains("--no-such-option", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FreezeAsync_RunningEngine_AnswersNothingUntilThawed()
    {
        await using var engine = await PrivateEngine.StartAsync("frozen", Ct);
        await engine.FreezeAsync(Ct);
        var answer = engine.PingAsync(Ct);

        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(500), Ct));

        await engine.ThawAsync(Ct);
        Assert.Equal("OK", await answer);
    }

    [Fact]
    public async Task StartAsync_AfterKill_HasItsContainersBackAsExited()
    {
        await using var engine = await PrivateEngine.StartAsync("killed", Ct);
        await Busybox.ImportAsync(engine, "busybox:1", Ct, """CMD ["sleep", "3600"]""");
        await engine.DockerAsync(Ct, "run", "--detach", "--name", "survivor", "busybox:1");

        await engine.KillAsync(Ct);
        await engine.StartAsync(Ct);

        Assert.Equal("exited 255", await engine.DockerAsync(Ct, "inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "survivor"));
    }

    [Fact]
    public async Task KillAsync_PausedContainer_EndsItToo()
    {
        await using var engine = await PrivateEngine.StartAsync("pausing", Ct);
        await Busybox.ImportAsync(engine, "busybox:1", Ct, """CMD ["sleep", "3600"]""");
        var container = await engine.DockerAsync(Ct, "run", "--detach", "busybox:1");
        await engine.DockerAsync(Ct, "pause", container);

        await engine.KillAsync(Ct);

        Assert.Empty(ProcessesThatMention(container));
    }

    [Fact]
    public async Task RestartAsync_ContainerWithRestartPolicy_RunsAgain()
    {
        await using var engine = await PrivateEngine.StartAsync("restarted", Ct);
        await Busybox.ImportAsync(engine, "busybox:1", Ct, """CMD ["sleep", "3600"]""");
        await engine.DockerAsync(Ct, "network", "create", "galaxy");
        await engine.DockerAsync(Ct, "run", "--detach", "--name", "phoenix", "--restart", "always", "--stop-timeout", "1", "--network", "galaxy", "busybox:1");

        await engine.RestartAsync(Ct);

        await Tool.WaitUntilAsync(
            "phoenix to run again",
            TimeSpan.FromSeconds(15),
            async () => await engine.DockerAsync(Ct, "inspect", "--format", "{{.State.Status}}", "phoenix") == "running",
            Ct);
    }

    [Fact]
    public async Task DisposeAsync_ContainersOnANetwork_LeavesNothing()
    {
        var engine = await PrivateEngine.StartAsync("leaving", Ct);
        await Busybox.ImportAsync(engine, "busybox:1", Ct, """CMD ["sleep", "3600"]""");
        var network = await engine.DockerAsync(Ct, "network", "create", "galaxy");
        var container = await engine.DockerAsync(Ct, "run", "--detach", "--network", "galaxy", "busybox:1");

        await engine.DisposeAsync();

        Assert.Empty(ProcessesThatMention(engine.Folder));
        Assert.Empty(ProcessesThatMention(container));
        Assert.DoesNotContain(NetworkInterface.GetAllNetworkInterfaces(), card => card.Name == $"br-{network[..12]}");
        Assert.DoesNotContain(Path.GetFileName(engine.Folder), await File.ReadAllTextAsync("/proc/mounts", Ct), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", $"*{Path.GetFileName(engine.Folder)}*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true }));
        Assert.False(Directory.Exists(engine.Folder));
    }

    private static List<string> ProcessesThatMention(string word)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var commandLine = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                if (commandLine.Contains(word, StringComparison.Ordinal))
                {
                    found.Add(commandLine);
                }
            }
            catch (IOException)
            {
                // It ended while we looked, which is what is hoped for.
            }
        }
        return found;
    }
}
