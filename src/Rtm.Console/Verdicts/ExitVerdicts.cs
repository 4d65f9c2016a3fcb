using System.Globalization;

namespace Rtm.Console.Verdicts;

/// <summary>One sentence about an end, from facts alone, and no more than they prove. The one home of it: list, page and timeline ask here.</summary>
public static class ExitVerdicts
{
    private const int Kill = 9;
    private const int SignalBase = 128;

    public static Verdict Of(ExitFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Own is { } own)
            return Planned(own, facts);
        if (facts.OomKilled == true)
            return OutOfMemory(facts);
        if (facts.Error.Length > 0)
            return StartFailed(facts.ExitCode);
        return EndedBySignal(facts) ? Signalled(facts) : Alone(facts);
    }

    /// <summary>How an act of this console ended it: <c>SIGTERM, ended after 2 s, exit 143</c>.</summary>
    public static string How(OwnEnd own, ExitFacts facts)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(facts);
        return string.Join(", ", Steps(own, facts));
    }

    /// <summary>Whether somebody's signal ended it, and nobody's of this console.</summary>
    public static bool IsFromOutside(ExitFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts is { Own: null, IsOwnUnknown: false, Error.Length: 0 } && facts.OomKilled != true && EndedBySignal(facts);
    }

    internal static Verdict Exited(ContainerFacts facts) =>
        Of(new() { ExitCode = facts.ExitCode, OomKilled = facts.OomKilled, Error = facts.Error, MemoryLimitBytes = facts.MemoryLimitBytes });

    internal static Verdict StartFailed(int? exitCode) =>
        new(Severity.Failed, exitCode is { } code and not 0 ? $"Start failed, exit {code}" : "Start failed", VerdictIcon.Cross);

    // A planned end is never a crash, whatever the code: the game may answer SIGTERM with any.
    private static Verdict Planned(OwnEnd own, ExitFacts facts)
    {
        var words = $"{own.Past} by {own.By}: {How(own, facts)}";
        return new(Severity.Neutral, words, VerdictIcon.Stop);
    }

    private static IEnumerable<string> Steps(OwnEnd own, ExitFacts facts)
    {
        var killed = facts.Signals.Any(s => s.Number == Kill) || facts.ExitCode == SignalBase + Kill;
        var first = facts.Signals.FirstOrDefault(s => s.Number != Kill);
        if (own.Grace is not { } grace || (first is null && killed && grace == TimeSpan.Zero))
        {
            yield return NameOf(Kill)!;
            yield break;
        }

        yield return first is null ? NameOf(15)! : SignalText(first.Number);
        if (killed)
        {
            yield return $"grace {Seconds(grace)} ran out";
            yield return NameOf(Kill)!;
        }
        else
        {
            yield return $"{(first is null ? "" : $"ended after {Seconds(first.BeforeEnd)}, ")}{Exit(facts.ExitCode)}";
        }
    }

    private static bool EndedBySignal(ExitFacts facts) => facts.Signals.Count > 0 && (
        facts.ExitCode is null or 0 || facts.Signals.Any(s => facts.ExitCode == SignalBase + s.Number || s.Number is 15 or 2 or 3 or Kill));

    private static Verdict Signalled(ExitFacts facts)
    {
        var by = facts.IsOwnUnknown ? "" : " from outside this console";
        var last = facts.Signals[^1];
        if (facts.Signals.All(s => s.Number == Kill))
            return new(Severity.Failed, $"Killed{by} ({facts.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "SIGKILL"}, no OOM event)", VerdictIcon.Bolt);
        var first = facts.Signals[0];
        var words = last.Number == Kill
            ? $"{SignalText(first.Number)}, SIGKILL after {Seconds(first.BeforeEnd - last.BeforeEnd)}"
            : $"{SignalText(first.Number)}, {Exit(facts.ExitCode)}";
        return new(Severity.Attention, $"Stopped{by}: {words}", VerdictIcon.Stop);
    }

    private static Verdict Alone(ExitFacts facts)
    {
        var after = facts.RanFor is { } ran ? $" after {Seconds(ran)}" : "";
        var ill = facts.Health == "unhealthy" ? "; it was unhealthy" : "";
        return facts.ExitCode switch
        {
            null => new(Severity.Neutral, $"Exited{after}{ill}", VerdictIcon.Stop),
            0 => new(Severity.Neutral, $"Exited 0{after}{ill}", VerdictIcon.Stop),
            // SIGKILL is sent by `docker kill`, by a stop whose grace ran out, by the kernel and by a daemon that went down.
            137 when facts is { IsComplete: true, OomKilled: not null, IsOwnUnknown: false } => new(Severity.Failed, $"Killed from outside this console (137, no OOM event){after}{ill}", VerdictIcon.Bolt),
            137 => new(Severity.Failed, $"Killed (137){after}{ill}", VerdictIcon.Bolt),
            143 => new(Severity.Attention, $"Terminated (143){after}{ill}", VerdictIcon.Stop),
            130 => new(Severity.Attention, $"Interrupted (130){after}{ill}", VerdictIcon.Stop),
            var code when SignalName(code.Value) is { } signal => new(Severity.Failed, $"Crashed{after}, exit {code} ({signal}){ill}", VerdictIcon.Bolt),
            var code => new(Severity.Failed, $"Crashed{after}, exit {code}{ill}", VerdictIcon.Cross),
        };
    }

    private static Verdict OutOfMemory(ExitFacts facts)
    {
        var limit = facts.MemoryLimitBytes is { } bytes ? $" at the {MemoryText(bytes)} limit" : "";
        return facts.ExitCode switch
        {
            137 when limit.Length > 0 => new(Severity.Failed, $"Out of memory{limit}", VerdictIcon.Memory),
            137 => new(Severity.Failed, "Out of memory (137)", VerdictIcon.Memory),
            0 => new(Severity.Attention, "Exited 0, a process ran out of memory", VerdictIcon.Memory),
            null => new(Severity.Failed, $"Out of memory{limit}", VerdictIcon.Memory),
            _ => new(Severity.Failed, $"Out of memory{limit}, exit {facts.ExitCode}", VerdictIcon.Memory),
        };
    }

    private static string Exit(int? code) => code is { } known ? string.Create(CultureInfo.InvariantCulture, $"exit {known}") : "exit code not known";

    private static string Seconds(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)span.TotalSeconds)} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d"),
    };

    private static string MemoryText(long bytes) => bytes switch
    {
        >= 1L << 30 when bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30} GiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(bytes / 1048576.0, 1)} MiB"),
    };

    private static string SignalText(int number) => NameOf(number) ?? string.Create(CultureInfo.InvariantCulture, $"signal {number}");

    /// <summary>The signal that a shell or the engine reports as 128 + n; null where the code is not one of them.</summary>
    internal static string? SignalName(int code) => NameOf(code - SignalBase);

    /// <summary>The name of a signal by its number on Linux; null where it is none of those a program ends by.</summary>
    internal static string? NameOf(int number) => number switch
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
