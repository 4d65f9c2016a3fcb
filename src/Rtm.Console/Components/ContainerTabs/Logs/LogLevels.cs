using System.Text.RegularExpressions;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>How urgent a line calls itself.</summary>
internal enum LineLevel
{
    None,
    Debug,
    Info,
    Warning,
    Error,
}

/// <summary>Finds the level a line names: as a key's value, in capitals, or as a word at its beginning. Prose about errors is none.</summary>
internal static partial class LogLevels
{
    private const int Looked = 200;

    public static LineLevel Of(string line)
    {
        var head = line.Length > Looked ? line[..Looked] : line;
        foreach (var rule in (ReadOnlySpan<Regex>)[Keyed(), Leading(), Capitals()])
        {
            if (rule.Match(head) is { Success: true } match)
                return LevelOf(match.Groups[1].ValueSpan);
        }

        return LineLevel.None;
    }

    /// <summary>The word on the badge; colour is never the only sign.</summary>
    public static string Word(LineLevel level) => level switch
    {
        LineLevel.Error => "ERR",
        LineLevel.Warning => "WRN",
        LineLevel.Info => "INF",
        LineLevel.Debug => "DBG",
        _ => "",
    };

    public static string Css(LineLevel level) => level switch
    {
        LineLevel.Error => "l-err",
        LineLevel.Warning => "l-wrn",
        LineLevel.Info => "l-inf",
        LineLevel.Debug => "l-dbg",
        _ => "",
    };

    private static LineLevel LevelOf(ReadOnlySpan<char> word) => char.ToLowerInvariant(word[0]) switch
    {
        'w' => LineLevel.Warning,
        'i' or 'n' => LineLevel.Info,
        'd' or 't' or 'v' => LineLevel.Debug,
        _ => LineLevel.Error,
    };

    private const string Words =
        "fatal|critical|crit|emergency|emerg|alert|panic|error|err|eror|severe|fail|ftl|warning|warn|wrn|information|info|inf|notice|debug|dbug|dbg|trace|trce|trc|verbose|vrb";

    [GeneratedRegex($"""(?:^|[^a-z])(?:level|lvl|severity|loglevel)"?\s?[=:]\s?"?({Words})(?:[^a-z]|$)""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Keyed();

    [GeneratedRegex($@"^[^a-z]*({Words})\s*[:\]>|)]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Leading();

    [GeneratedRegex("(?:^|[^A-Za-z])(FATAL|CRITICAL|CRIT|EMERG|ALERT|PANIC|ERROR|ERR|SEVERE|FAIL|FTL|WARNING|WARN|WRN|INFO|INF|NOTICE|DEBUG|DBG|TRACE|TRC|VERBOSE|VRB)(?:[^A-Za-z]|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Capitals();
}
