using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>A part of the address that can't be used: it is kept and said, and narrows nothing.</summary>
public sealed record QueryFault(string Key, string Value, string Why);

/// <summary>What the timeline shows, exactly as the address bar says it. The export understands the same.</summary>
public sealed record TimelineQuery
{
    public const int LongestText = 200;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    // Without a zone it is UTC, as everywhere on the page.
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    private readonly string _text = "";

    public ImmutableSortedSet<string> Engines { get; init; } = [];

    /// <summary>A full id.</summary>
    public string? Container { get; init; }

    public string? Owner { get; init; }

    public ImmutableSortedSet<string> Actions { get; init; } = [];

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public string Text
    {
        get => _text;
        init => _text = value.Trim() is var text && text.Length > LongestText ? text[..LongestText].Trim() : text;
    }

    /// <summary>Whether the events of health probes are shown.</summary>
    public bool Probes { get; init; }

    /// <summary>The instant to look back from; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    public ImmutableList<QueryFault> Faults { get; init; } = [];

    public TimelineFilter Filter => new() { Engines = Engines, ContainerId = Container, Owner = Owner, Actions = Actions, From = From, To = To, Text = Text };

    public static TimelineQuery Parse(string? queryString)
    {
        var values = QueryHelpers.ParseQuery(queryString);
        var faults = ImmutableList.CreateBuilder<QueryFault>();
        var (from, to) = (Time("from"), Time("to"));
        if (to < from)
        {
            faults.Add(new("to", Exact(to.Value), "it lies before “from”"));
            to = null;
        }

        return new()
        {
            Engines = [.. All("engine")],
            Container = One("container", IsId, "it is not a full id of 64 hex digits"),
            Owner = values.TryGetValue("owner", out var owner) ? owner[0] : null,
            Actions = [.. Words("action")],
            From = from,
            To = to,
            Text = All("q").FirstOrDefault() ?? "",
            Probes = One("probes", v => v == "show", "only “show” is known") is not null,
            At = Time("at"),
            Faults = faults.ToImmutable(),
        };

        IEnumerable<string> All(string key) => values.TryGetValue(key, out var found) ? found.OfType<string>().Where(v => v.Length > 0) : [];

        string? One(string key, Func<string, bool> isRight, string why)
        {
            if (All(key).FirstOrDefault() is not { } value || isRight(value))
                return All(key).FirstOrDefault();
            faults.Add(new(key, value, why));
            return null;
        }

        IEnumerable<string> Words(string key)
        {
            var words = All(key).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToLookup(IsVerb);
            faults.AddRange(words[false].Select(w => new QueryFault(key, w, "an action is one of the engine's words, such as start or die")));
            return words[true];
        }

        DateTimeOffset? Time(string key) =>
            One(key, v => TryTime(v, out _), "a time is written as 2026-11-30T18:00:00Z") is { } text && TryTime(text, out var time) ? time : null;
    }

    /// <summary>Reads a time, also as a browser's field gives it.</summary>
    public static bool TryTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>The query string with its <c>?</c>; empty when everything is as by default. The same query always gives the same text.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        foreach (var engine in Engines)
            Add("engine", engine);
        Add("container", Container);
        Add("owner", Owner);
        if (Actions.Count > 0)
            Add("action", string.Join(',', Actions));
        Add("from", From is { } from ? Exact(from) : null);
        Add("to", To is { } to ? Exact(to) : null);
        Add("q", Text.Length > 0 ? Text : null);
        Add("at", At is { } at ? Exact(at) : null);
        Add("probes", Probes ? "show" : null);
        foreach (var fault in Faults)
            Add(fault.Key, fault.Value);
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string key, string? value)
        {
            if (value is not null)
                parts.Add($"{key}={Uri.EscapeDataString(value).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)}");
        }
    }

    public bool Equals(TimelineQuery? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public TimelineQuery Toggle(string action) => this with { Actions = Actions.SymmetricExcept([action]) };

    /// <summary>A field was set anew: what was wrong with it is over.</summary>
    public TimelineQuery Without(string key) => this with { Faults = Faults.RemoveAll(f => f.Key == key) };

    /// <summary>Only what is no filter stays.</summary>
    public TimelineQuery WithoutFilter() => new() { Probes = Probes, At = At };

    private static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    private static bool IsId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static bool IsVerb(string text) => text.Length <= 40 && text.All(c => char.IsAsciiLetterLower(c) || c is '_' or '-');
}
