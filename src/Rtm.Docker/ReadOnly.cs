using System.Collections.ObjectModel;

namespace Rtm.Docker;

/// <summary>Read-only collections that are never null, whatever the engine sent.</summary>
internal static class ReadOnly
{
    public static IReadOnlyDictionary<string, string> EmptyMap { get; } = ReadOnlyDictionary<string, string>.Empty;

    public static IReadOnlyDictionary<string, string> Map(IEnumerable<KeyValuePair<string, string?>>? source)
    {
        if (source is null)
            return EmptyMap;
        var copy = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in source)
            copy[key] = value ?? "";
        return copy.Count == 0 ? EmptyMap : new ReadOnlyDictionary<string, string>(copy);
    }

    public static IReadOnlyList<T> List<T>(IEnumerable<T?>? source)
        where T : class
    {
        if (source is null)
            return [];
        var copy = source.OfType<T>().ToArray();
        return copy.Length == 0 ? [] : Array.AsReadOnly(copy);
    }
}
