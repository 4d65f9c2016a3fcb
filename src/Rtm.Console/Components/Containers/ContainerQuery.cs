using System.Collections.Immutable;
using Microsoft.AspNetCore.WebUtilities;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Containers;

public enum ContainerColumn
{
    Name,
    State,
    Image,
    Owner,
    Age,
    Restarts,
    Engine,
}

/// <summary>What the list shows and in which order, exactly as the address bar says it.</summary>
public sealed record ContainerQuery
{
    public const int LongestText = 200;

    /// <summary>The states an engine knows, in the order they are offered.</summary>
    public static readonly ImmutableArray<string> KnownStates = ["running", "restarting", "paused", "exited", "dead", "created", "removing"];

    private readonly string _text = "";
    private readonly string? _owner;

    public string Text
    {
        get => _text;
        init => _text = Tidy(value);
    }

    /// <summary>Null for every owner; empty for containers whose label is empty.</summary>
    public string? Owner
    {
        get => _owner;
        init => _owner = value is null ? null : Tidy(value);
    }

    public ImmutableSortedSet<string> States { get; init; } = [];

    public ImmutableSortedSet<Severity> Severities { get; init; } = [];

    public ContainerColumn Sort { get; init; }

    public bool Descending { get; init; }

    public bool HasFilter => Text.Length > 0 || Owner is not null || States.Count > 0 || Severities.Count > 0;

    /// <summary>Reads a query string; what it doesn't understand it leaves out.</summary>
    public static ContainerQuery Parse(string? queryString)
    {
        var values = QueryHelpers.ParseQuery(queryString);
        return new()
        {
            Text = values.TryGetValue("q", out var text) ? text.ToString() : "",
            Owner = values.TryGetValue("owner", out var owner) ? owner.ToString() : null,
            States = [.. Words("state").Where(s => KnownStates.Contains(s))],
            Severities = [.. Words("show").Select(One<Severity>).OfType<Severity>()],
            Sort = Words("sort").Select(One<ContainerColumn>).FirstOrDefault() ?? ContainerColumn.Name,
            Descending = Words("dir").FirstOrDefault() == "desc",
        };

        IEnumerable<string> Words(string key) => values.TryGetValue(key, out var found) ? found.ToString().Split(',') : [];
    }

    /// <summary>The query string, with its <c>?</c>; empty when everything is as by default. The same query always gives the same text.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add("q", Text.Length > 0 ? Uri.EscapeDataString(Text) : null);
        Add("owner", Owner is null ? null : Uri.EscapeDataString(Owner));
        Add("state", States.Count > 0 ? string.Join(',', States) : null);
        Add("show", Severities.Count > 0 ? string.Join(',', Severities.Select(Word)) : null);
        Add("sort", Sort == ContainerColumn.Name ? null : Word(Sort));
        Add("dir", Descending ? "desc" : null);
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

        void Add(string key, string? value)
        {
            if (value is not null)
                parts.Add($"{key}={value}");
        }
    }

    public bool Equals(ContainerQuery? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public ContainerQuery Toggle(string state) => this with { States = States.SymmetricExcept([state]) };

    public ContainerQuery Toggle(Severity severity) => this with { Severities = Severities.SymmetricExcept([severity]) };

    public ContainerQuery SortBy(ContainerColumn column) => this with { Sort = column, Descending = Sort == column && !Descending };

    public ContainerQuery WithoutFilter() => new() { Sort = Sort, Descending = Descending };

    private static string Tidy(string value)
    {
        var text = value.Trim();
        return text.Length <= LongestText ? text : text[..LongestText].Trim();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T? One<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == word)
                return value;
        }

        return null;
    }
}
