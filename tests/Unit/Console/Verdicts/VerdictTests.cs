using CsCheck;
using Rtm.Console.Verdicts;
using Xunit;

namespace Rtm.Unit.Tests.Console.Verdicts;

public class VerdictTests
{
    private static readonly string[] States = ["exited", "restarting", "running", "created", "dead"];

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, ContainerFacts, Severity, string> Table => new()
    {
        { "running without health check", new() { State = "running" }, Severity.Ok, "Running" },
        { "healthy", new() { State = "running", Health = "healthy" }, Severity.Ok, "Running, healthy" },
        { "unhealthy", new() { State = "running", Health = "unhealthy" }, Severity.Failed, "Unhealthy" },
        { "health starting", new() { State = "running", Health = "starting" }, Severity.Neutral, "Starting" },
        { "child killed by OOM", new() { State = "running", OomKilled = true }, Severity.Attention, "Running, a process ran out of memory" },
        { "one restart lately", Restarted(1, endedAgo: 30), Severity.Attention, "Running again, 1 restart" },
        { "restarts long ago", Restarted(12, endedAgo: 3600), Severity.Ok, "Running" },
        { "up between two crashes", Restarted(12, endedAgo: 5) with { ExitCode = 1 }, Severity.Failed, "Crash-looping: exit 1, 12 restarts" },
        { "up in a loop, code not seen", Restarted(12, endedAgo: 5), Severity.Attention, "Restart-looping: 12 restarts" },
        { "paused", new() { State = "paused" }, Severity.Attention, "Paused" },
        { "crash loop", new() { State = "restarting", ExitCode = 1, RestartCount = 12 }, Severity.Failed, "Crash-looping: exit 1, 12 restarts" },
        { "loop of good exits", new() { State = "restarting", ExitCode = 0, RestartCount = 4 }, Severity.Attention, "Restart-looping: exit 0, 4 restarts" },
        { "OOM loop", new() { State = "restarting", ExitCode = 137, OomKilled = true, RestartCount = 4 }, Severity.Failed, "Crash-looping: out of memory, 4 restarts" },
        { "first restart", new() { State = "restarting", ExitCode = 1, RestartCount = 1 }, Severity.Attention, "Restarting after exit 1" },
        { "restarting, nothing known", new() { State = "restarting" }, Severity.Attention, "Restarting" },
        { "exited well", new() { State = "exited", ExitCode = 0 }, Severity.Neutral, "Exited 0" },
        { "exited with three", new() { State = "exited", ExitCode = 3 }, Severity.Failed, "Crashed, exit 3" },
        { "exited, code not known", new() { State = "exited" }, Severity.Neutral, "Exited" },
        { "137 alone is no OOM", new() { State = "exited", ExitCode = 137 }, Severity.Failed, "Killed (137)" },
        { "137 denied to be OOM", new() { State = "exited", ExitCode = 137, OomKilled = false }, Severity.Failed, "Killed (137)" },
        { "OOM", new() { State = "exited", ExitCode = 137, OomKilled = true }, Severity.Failed, "Out of memory (137)" },
        { "OOM, other code", new() { State = "exited", ExitCode = 1, OomKilled = true }, Severity.Failed, "Out of memory, exit 1" },
        { "OOM of a child, good end", new() { State = "exited", ExitCode = 0, OomKilled = true }, Severity.Attention, "Exited 0, a process ran out of memory" },
        { "terminated", new() { State = "exited", ExitCode = 143 }, Severity.Attention, "Terminated (143)" },
        { "interrupted", new() { State = "exited", ExitCode = 130 }, Severity.Attention, "Interrupted (130)" },
        { "segmentation fault", new() { State = "exited", ExitCode = 139 }, Severity.Failed, "Crashed, exit 139 (SIGSEGV)" },
        { "aborted", new() { State = "exited", ExitCode = 134 }, Severity.Failed, "Crashed, exit 134 (SIGABRT)" },
        { "no signal has this code", new() { State = "exited", ExitCode = 255 }, Severity.Failed, "Crashed, exit 255" },
        { "created", new() { State = "created" }, Severity.Neutral, "Created, never started" },
        { "start failed", new() { State = "created", ExitCode = 127, Error = "no such file" }, Severity.Failed, "Start failed, exit 127" },
        { "start failed, exited", new() { State = "exited", ExitCode = 128, Error = "port taken" }, Severity.Failed, "Start failed, exit 128" },
        { "removing", new() { State = "removing" }, Severity.Neutral, "Being removed" },
        { "dead", new() { State = "dead" }, Severity.Failed, "Dead: could not be removed" },
        { "a state of tomorrow", new() { State = "hibernating" }, Severity.Neutral, "State “hibernating”" },
        { "nothing known", new(), Severity.Neutral, "State not known" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Of_Facts_SaysWhatTheyProve(string situation, ContainerFacts facts, Severity severity, string text)
    {
        var verdict = Verdict.Of(facts, Now);

        Assert.True((severity, text) == (verdict.Severity, verdict.Text), $"{situation}: {verdict}");
    }

    [Fact]
    public void Of_AnyExitWithoutOomFlag_NeverClaimsOutOfMemory() =>
        Gen.Select(Gen.Int[-1, 300], Gen.Int[0, 4].Select(i => States[i]), Gen.Int[0, 30]).Sample((code, state, restarts) =>
            !Verdict.Of(new() { State = state, ExitCode = code, RestartCount = restarts, OomKilled = false }, Now).Text
                .Contains("memory", StringComparison.OrdinalIgnoreCase));

    private static ContainerFacts Restarted(int restarts, int endedAgo) => new()
    {
        State = "running",
        RestartCount = restarts,
        StartedAt = Now.AddSeconds(-endedAgo),
        FinishedAt = Now.AddSeconds(-endedAgo),
    };
}
