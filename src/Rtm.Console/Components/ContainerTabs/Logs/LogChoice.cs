using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Rtm.Docker;

namespace Rtm.Console.Components.ContainerTabs.Logs;

public enum LogStreams
{
    Both,
    Stdout,
    Stderr,
}

/// <summary>What of a log is shown and how, exactly as the address bar says it.</summary>
public sealed record LogChoice
{
    public const int DefaultTail = 1_000;

    public static readonly ImmutableArray<int> Tails = [100, DefaultTail, 10_000, 100_000];

    /// <summary>In minutes.</summary>
    public static readonly ImmutableArray<int> Sinces = [5, 15, 60, 24 * 60];

    /// <summary>So many of the newest lines to begin with.</summary>
    public int Tail { get; init; } = DefaultTail;

    /// <summary>Only the last so many minutes; null for any time.</summary>
    public int? Since { get; init; }

    /// <summary>From this instant on, and not followed: to look at the past.</summary>
    public DateTimeOffset? From { get; init; }

    public LogStreams Streams { get; init; }

    public bool Times { get; init; }

    public bool Wrap { get; init; }

    public string Text { get; init; } = "";

    public bool IsPattern { get; init; }

    /// <summary>Show only the lines that match.</summary>
    public bool OnlyHits { get; init; }

    /// <summary>Reads a query string; what it doesn't understand it leaves out.</summary>
    public static LogChoice Parse(string? queryString)
    {
        var values = QueryHelpers.ParseQuery(queryString);
        var text = Value("q");
        return new()
        {
            Tail = Number("tail") is { } tail && Tails.Contains(tail) ? tail : DefaultTail,
            Since = Number("since") is { } since && Sinces.Contains(since) ? since : null,
            From = ParseTime(Value("from")),
            Streams = Value("show") switch { "stdout" => LogStreams.Stdout, "stderr" => LogStreams.Stderr, _ => LogStreams.Both },
            Times = Value("times") == "1",
            Wrap = Value("wrap") == "1",
            Text = text.Length <= TextSearch.LongestPattern ? text : text[..TextSearch.LongestPattern],
            IsPattern = Value("regex") == "1",
            OnlyHits = Value("only") == "1",
        };

        string Value(string key) => values.TryGetValue(key, out var found) ? found.ToString() : "";

        int? Number(string key) => int.TryParse(Value(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>A time as a date field or the address bar writes it, in UTC; null where it is none.</summary>
    public static DateTimeOffset? ParseTime(string? text) => DateTimeOffset.TryParseExact(
        text,
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"],
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out var time) ? time : null;

    /// <summary>What the engine is asked for.</summary>
    public LogQuery ToQuery(DateTimeOffset engineNow) => new()
    {
        Follow = From is null,
        Tail = From is null ? Tail : null,
        Since = From ?? (Since is { } minutes ? engineNow.AddMinutes(-minutes) : null),
        Stdout = Streams != LogStreams.Stderr,
        Stderr = Streams != LogStreams.Stdout,
    };

    /// <summary>Whether another choice needs another reading, and not just another look.</summary>
    public bool ReadsAs(LogChoice other) => (Tail, Since, From, Streams) == (other.Tail, other.Since, other.From, other.Streams);

    /// <summary>The query string, with its <c>?</c>; empty when everything is as by default.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add(Tail != DefaultTail, "tail", Tail.ToString(CultureInfo.InvariantCulture));
        Add(Since is not null, "since", Since?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add(From is not null, "from", From is { } from ? Common.TimeWords.Machine(from) : "");
        Add(Streams != LogStreams.Both, "show", Streams == LogStreams.Stdout ? "stdout" : "stderr");
        Add(Times, "times", "1");
        Add(Wrap, "wrap", "1");
        Add(Text.Length > 0, "q", Uri.EscapeDataString(Text));
        Add(IsPattern, "regex", "1");
        Add(OnlyHits, "only", "1");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(bool wanted, string key, string value)
        {
            if (wanted)
                parts.Add($"{key}={value}");
        }
    }
}
