using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>A container in every state, one with a hostile label, and one that is somebody else's.</summary>
public static class DemoContainers
{
    public const string OwnerLabel = "com.galaxy.owner";
    public const string Owner = "rtmanager";
    public const string Image = "galaxy/game-engine:1.9.0";

    /// <summary>What <see cref="Image"/> does unless told otherwise.</summary>
    public const string Sleeps = """CMD ["sleep", "3600"]""";

    public const string Healthy = "galaxy-game-1041";
    public const string Unhealthy = "galaxy-game-1042";
    public const string ExitedWell = "galaxy-game-1043";
    public const string ExitedThree = "galaxy-game-1044";
    public const string OutOfMemory = "galaxy-game-1045";
    public const string CrashLooping = "galaxy-game-1046";
    public const string NeverStarted = "galaxy-game-1047";
    public const string Paused = "galaxy-game-1048";
    public const string Hostile = "hostile-label";
    public const string Foreign = "galaxy-metrics";

    /// <summary>Markup that would run a script, a turn of the writing direction and a terminal escape.</summary>
    public const string HostileOwner = "<img src=x onerror=\"document.title='owned'\">\u202eknalb\u001b[31m";

    /// <summary>An environment value of <see cref="Healthy"/> that nobody may see unasked.</summary>
    public const string Secret = "not-for-everyone";

    // What a log view has to bear, and then a line now and then: few enough that the first stay among the newest 1,000 to the end of the run.
    private const string Talks = """
        seq -f 'loaded map %g' 1 400 2>/dev/null || for i in $(seq 1 400); do echo "loaded map $i"; done
        printf '\033[32mINFO\033[0m server \033[1mready\033[0m on port 27015\n'
        echo 'WARN  slow tick: 61 ms'; sleep 1; echo 'ERROR cannot reach the lobby' >&2; sleep 1
        printf '<img src=x onerror="document.title=1">\033]0;owned\007 \033[2Jgone\n'
        n=0; while true; do n=$((n+1)); echo "INFO tick $n"; sleep 3; done
        """;

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task MakeAsync(PrivateEngine engine)
    {
        await Busybox.ImportAsync(engine, Image, Ct, Sleeps);
        await RunAsync(engine, Healthy, ["--health-cmd", "true", "--health-interval", "1s", "--env", $"GAME_TOKEN={Secret}"], Talks);
        await RunAsync(engine, Unhealthy, ["--health-cmd", "false", "--health-interval", "1s", "--health-retries", "1"]);
        await RunAsync(engine, ExitedWell, [], "exit 0");
        await RunAsync(engine, ExitedThree, [], "exit 3");
        await RunAsync(engine, OutOfMemory, ["--memory", "16m"], Busybox.EatsMemory);
        await RunAsync(engine, CrashLooping, ["--restart", "always"], "exit 1");
        await CreateAsync(engine, NeverStarted, Owner);
        await RunAsync(engine, Paused, []);
        await engine.DockerAsync(Ct, "pause", Paused);
        await CreateAsync(engine, Hostile, HostileOwner);
        await engine.DockerAsync(Ct, "run", "--detach", "--name", Foreign, Image);

        await UntilAsync(engine, Healthy, "{{.State.Health.Status}}", "healthy");
        await UntilAsync(engine, Unhealthy, "{{.State.Health.Status}}", "unhealthy");
        await UntilAsync(engine, ExitedWell, "{{.State.Status}}", "exited");
        await UntilAsync(engine, ExitedThree, "{{.State.Status}}", "exited");
        await UntilAsync(engine, OutOfMemory, "{{.State.Status}} {{.State.OOMKilled}}", "exited true");
        await UntilAsync(engine, CrashLooping, "{{ge .RestartCount 4}}", "true");
    }

    /// <summary>A container that was never started; its id.</summary>
    public static Task<string> CreateAsync(PrivateEngine engine, string name, string owner, params IEnumerable<string> options) =>
        engine.DockerAsync(Ct, ["create", "--name", name, "--label", $"{OwnerLabel}={owner}", "--stop-timeout", "1", .. options, Image]);

    public static Task<string> IdOfAsync(PrivateEngine engine, string name) =>
        engine.DockerAsync(Ct, "inspect", "--format", "{{.Id}}", name);

    private static Task<string> RunAsync(PrivateEngine engine, string name, IEnumerable<string> options, string? command = null) =>
        engine.DockerAsync(
            Ct,
            [
                "run", "--detach", "--name", name, "--stop-timeout", "1", "--label", $"{OwnerLabel}={Owner}", .. options, Image,
                .. command is null ? Array.Empty<string>() : ["sh", "-c", command],
            ]);

    private static Task UntilAsync(PrivateEngine engine, string name, string format, string wanted) =>
        Tool.WaitUntilAsync(
            $"{name} to be {wanted}",
            Settled,
            async () => await engine.DockerAsync(Ct, "inspect", "--format", format, name) == wanted,
            Ct);
}
