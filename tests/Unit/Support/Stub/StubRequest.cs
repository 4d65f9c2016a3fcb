using System.Text.RegularExpressions;

namespace Rtm.Tests.Support;

/// <summary>One request as it came over the wire.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Target">Path and query to the letter, nothing decoded.</param>
/// <param name="Headers">By name, whatever its case; values of a repeated header with commas between.</param>
/// <param name="Body">The whole body as UTF-8; empty where there is none.</param>
public sealed partial record StubRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The path to the letter, without <c>/v1.41</c> before it and the query after it.</summary>
    public string Path { get; } = VersionPrefix().Replace(Target.Split('?', 2)[0], "");

    /// <summary>The query, decoded; of a repeated key the last value.</summary>
    public IReadOnlyDictionary<string, string> Query { get; } = ParseQuery(Target);

    /// <summary>What stood in the route's <c>{places}</c>, not decoded.</summary>
    public IReadOnlyDictionary<string, string> Route { get; init; } = new Dictionary<string, string>();

    /// <summary>Counts the stub's connections from 1: tells whether a connection was used again.</summary>
    public int ConnectionNumber { get; init; }

    /// <summary>Whether the client asked for the connection to end with the answer; some read a 304 to that very end.</summary>
    internal bool WantsClose => Headers.TryGetValue("Connection", out var value) && value.Contains("close", StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"{Method} {Target}";

    private static Dictionary<string, string> ParseQuery(string target)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        var start = target.IndexOf('?', StringComparison.Ordinal);
        if (start < 0)
            return query;
        foreach (var pair in target[(start + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Decode(parts[0])] = parts.Length == 2 ? Decode(parts[1]) : "";
        }

        return query;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    [GeneratedRegex(@"^/v\d+\.\d+(?=/)")]
    private static partial Regex VersionPrefix();
}
