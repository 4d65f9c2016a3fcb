namespace Rtm.Console.Verdicts;

/// <summary>What an ended container's exit code, OOM flag and error prove, and no more.</summary>
internal static class ExitVerdicts
{
    public static Verdict Exited(ContainerFacts facts)
    {
        if (facts.OomKilled == true)
            return OutOfMemory(facts.ExitCode);
        if (facts.Error.Length > 0)
            return StartFailed(facts);
        return facts.ExitCode switch
        {
            null => new(Severity.Neutral, "Exited", VerdictIcon.Stop),
            0 => new(Severity.Neutral, "Exited 0", VerdictIcon.Stop),
            // SIGKILL is sent by `docker kill`, by a stop whose grace ran out, by the kernel and by a daemon that went down.
            137 => new(Severity.Failed, "Killed (137)", VerdictIcon.Bolt),
            143 => new(Severity.Attention, "Terminated (143)", VerdictIcon.Stop),
            130 => new(Severity.Attention, "Interrupted (130)", VerdictIcon.Stop),
            var code when SignalName(code.Value) is { } signal => new(Severity.Failed, $"Crashed, exit {code} ({signal})", VerdictIcon.Bolt),
            var code => new(Severity.Failed, $"Crashed, exit {code}", VerdictIcon.Cross),
        };
    }

    public static Verdict StartFailed(ContainerFacts facts) =>
        new(Severity.Failed, facts.ExitCode is { } code and not 0 ? $"Start failed, exit {code}" : "Start failed", VerdictIcon.Cross);

    private static Verdict OutOfMemory(int? code) => code switch
    {
        137 => new(Severity.Failed, "Out of memory (137)", VerdictIcon.Memory),
        0 => new(Severity.Attention, "Exited 0, a process ran out of memory", VerdictIcon.Memory),
        null => new(Severity.Failed, "Out of memory", VerdictIcon.Memory),
        _ => new(Severity.Failed, $"Out of memory, exit {code}", VerdictIcon.Memory),
    };

    /// <summary>The signal that a shell or the engine reports as 128 + n (Linux numbers); null where the code is not one of them.</summary>
    internal static string? SignalName(int code) => (code - 128) switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        10 => "SIGUSR1",
        11 => "SIGSEGV",
        12 => "SIGUSR2",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        25 => "SIGXFSZ",
        31 => "SIGSYS",
        _ => null,
    };
}
