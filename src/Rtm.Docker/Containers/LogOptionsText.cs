namespace Rtm.Docker;

/// <summary>A log driver's options as <c>key=value</c> pairs with commas between. Source: the seed's <c>parseLogOpts</c>.</summary>
internal static class LogOptionsText
{
    /// <summary>
    /// Reads the options. Entries are trimmed; empty ones, ones without <c>=</c> and ones that begin with it are skipped; a value may
    /// contain <c>=</c>; of two entries with one key the last counts.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return ReadOnly.EmptyMap;
        var options = new List<KeyValuePair<string, string?>>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                options.Add(new(entry[..equals], entry[(equals + 1)..]));
        }
        return ReadOnly.Map(options);
    }
}
