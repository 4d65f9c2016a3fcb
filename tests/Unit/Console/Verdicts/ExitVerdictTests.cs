using CsCheck;
using Rtm.Console.Verdicts;
using Xunit;

namespace Rtm.Unit.Tests.Console.Verdicts;

/// <summary>One sentence about an end, and no more than its facts prove.</summary>
public class ExitVerdictTests
{
    private static readonly OwnEnd Stop = new("Stopped", "Oli Operator", TimeSpan.FromSeconds(30));
    private static readonly OwnEnd Kill = new("Killed", "Oli Operator", null);

    public static TheoryData<string, ExitFacts, Severity, string> Table => new()
    {
        { "own stop, ended in time", new() { ExitCode = 143, Own = Stop, Signals = [Sent(15, 2)] }, Severity.Neutral, "Stopped by Oli Operator: SIGTERM, ended after 2 s, exit 143" },
        { "own stop, any code", new() { ExitCode = 1, Own = Stop, Signals = [Sent(15, 2)] }, Severity.Neutral, "Stopped by Oli Operator: SIGTERM, ended after 2 s, exit 1" },
        { "own stop, grace ran out", new() { ExitCode = 137, Own = Stop, Signals = [Sent(15, 30), Sent(9, 0)] }, Severity.Neutral, "Stopped by Oli Operator: SIGTERM, grace 30 s ran out, SIGKILL" },
        { "own stop, another stop signal", new() { ExitCode = 130, Own = Stop, Signals = [Sent(2, 1)] }, Severity.Neutral, "Stopped by Oli Operator: SIGINT, ended after 1 s, exit 130" },
        { "own stop, signal not heard of", new() { ExitCode = 143, Own = Stop }, Severity.Neutral, "Stopped by Oli Operator: SIGTERM, exit 143" },
        { "own stop with no grace", new() { ExitCode = 137, Own = Stop with { Grace = TimeSpan.Zero }, Signals = [Sent(9, 0)] }, Severity.Neutral, "Stopped by Oli Operator: SIGKILL" },
        { "own stop beside an old OOM", new() { ExitCode = 143, OomKilled = true, Own = Stop, Signals = [Sent(15, 2)] }, Severity.Neutral, "Stopped by Oli Operator: SIGTERM, ended after 2 s, exit 143" },
        { "own restart", new() { ExitCode = 0, Own = Stop with { Past = "Restarted" }, Signals = [Sent(15, 3)] }, Severity.Neutral, "Restarted by Oli Operator: SIGTERM, ended after 3 s, exit 0" },
        { "own kill", new() { ExitCode = 137, Own = Kill, Signals = [Sent(9, 0)] }, Severity.Neutral, "Killed by Oli Operator: SIGKILL" },
        { "own kill in a stop", new() { ExitCode = 137, Own = Kill, Signals = [Sent(15, 5), Sent(9, 0)] }, Severity.Neutral, "Killed by Oli Operator: SIGKILL" },
        { "OOM", new() { ExitCode = 137, OomKilled = true, MemoryLimitBytes = 64L << 20 }, Severity.Failed, "Out of memory at the 64 MiB limit" },
        { "OOM at a large limit", new() { ExitCode = 137, OomKilled = true, MemoryLimitBytes = 2L << 30 }, Severity.Failed, "Out of memory at the 2 GiB limit" },
        { "OOM, limit not known", new() { ExitCode = 137, OomKilled = true }, Severity.Failed, "Out of memory (137)" },
        { "OOM, another code", new() { ExitCode = 1, OomKilled = true, MemoryLimitBytes = 64L << 20 }, Severity.Failed, "Out of memory at the 64 MiB limit, exit 1" },
        { "crash", new() { ExitCode = 139, RanFor = TimeSpan.FromSeconds(4) }, Severity.Failed, "Crashed after 4 s, exit 139 (SIGSEGV)" },
        { "crash of an ill one", new() { ExitCode = 1, RanFor = TimeSpan.FromMinutes(5), Health = "unhealthy" }, Severity.Failed, "Crashed after 5 min, exit 1; it was unhealthy" },
        { "ended well", new() { ExitCode = 0, RanFor = TimeSpan.FromHours(3) }, Severity.Neutral, "Exited 0 after 3 h" },
        { "137, all known", new() { ExitCode = 137, OomKilled = false, IsComplete = true }, Severity.Failed, "Killed from outside this console (137, no OOM event)" },
        { "137, not all known", new() { ExitCode = 137, OomKilled = false }, Severity.Failed, "Killed (137)" },
        { "killed by hand", new() { ExitCode = 137, OomKilled = false, Signals = [Sent(9, 0)], IsComplete = true }, Severity.Failed, "Killed from outside this console (137, no OOM event)" },
        { "stopped by hand", new() { ExitCode = 143, Signals = [Sent(15, 1)] }, Severity.Attention, "Stopped from outside this console: SIGTERM, exit 143" },
        { "stopped by hand, too slow", new() { ExitCode = 137, Signals = [Sent(15, 10), Sent(9, 0)] }, Severity.Attention, "Stopped from outside this console: SIGTERM, SIGKILL after 10 s" },
        { "killed, perhaps by us", new() { ExitCode = 137, OomKilled = false, Signals = [Sent(9, 0)], IsOwnUnknown = true }, Severity.Failed, "Killed (137, no OOM event)" },
        { "stopped, perhaps by us", new() { ExitCode = 143, Signals = [Sent(15, 1)], IsOwnUnknown = true }, Severity.Attention, "Stopped: SIGTERM, exit 143" },
        { "137, perhaps by us", new() { ExitCode = 137, OomKilled = false, IsComplete = true, IsOwnUnknown = true }, Severity.Failed, "Killed (137)" },
        { "a signal that it survived", new() { ExitCode = 3, Signals = [Sent(1, 60)], RanFor = TimeSpan.FromSeconds(90) }, Severity.Failed, "Crashed after 90 s, exit 3" },
        { "start failed", new() { ExitCode = 127, Error = "no such file" }, Severity.Failed, "Start failed, exit 127" },
        { "nothing known", new(), Severity.Neutral, "Exited" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Of_Facts_SaysWhatTheyProve(string situation, ExitFacts facts, Severity severity, string text)
    {
        var verdict = ExitVerdicts.Of(facts);

        Assert.True((severity, text) == (verdict.Severity, verdict.Text), $"{situation}: {verdict}");
    }

    [Fact]
    public void Of_AnyPlannedStop_NeverReadsAsACrash() => Gen.Select(Gen.Int[0, 255], Gen.Bool, Gen.Bool, Gen.Int[0, 60]).Sample((code, oom, killed, seconds) =>
    {
        var verdict = ExitVerdicts.Of(new() { ExitCode = code, OomKilled = oom, Own = Stop, Signals = killed ? [Sent(15, seconds), Sent(9, 0)] : [Sent(15, seconds)] });
        return verdict.Severity == Severity.Neutral && !verdict.Text.Contains("Crash", StringComparison.Ordinal);
    });

    private static SentSignal Sent(int number, double secondsBefore) => new(number, TimeSpan.FromSeconds(secondsBefore));
}
