using System.Globalization;

namespace Rtm.Console.Configuration;

/// <summary>
/// Reads one group of keys and reports every fault with its key. A key that nobody asked for is a fault too: a misspelt
/// setting must not quietly leave the default in force.
/// </summary>
internal sealed class SectionReader(IConfigurationSection section, List<ConfigurationFault> faults)
{
    // Shorter would be a busy loop, and no timer waits for months.
    private static readonly TimeSpan ShortestDuration = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(1);

    private readonly SortedSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public string Key(string name) => $"{section.Path}:{name}";

    public void Fault(string name, string message) => faults.Add(new ConfigurationFault(Key(name), message));

    /// <summary>The value as it stands, blank included; the default where the key is absent.</summary>
    public string Text(string name, string byDefault = "")
    {
        var child = Ask(name);
        if (child.GetChildren().Any())
            Fault(name, "takes one value, not a group or a list.");

        return child.Value?.Trim() ?? byDefault;
    }

    public string RequiredText(string name, string byDefault = "")
    {
        var value = Text(name, byDefault);
        if (value.Length == 0)
            Fault(name, "must not be blank.");

        return value;
    }

    /// <summary>What a file holds that a key names, such as a secret; null and a fault where there is nothing.</summary>
    public string? FileText(string name, string file)
    {
        try
        {
            var text = File.ReadAllText(file).Trim();
            if (text.Length > 0)
                return text;

            Fault(name, $"'{file}' is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Fault(name, $"'{file}' can't be read: {e.Message}");
        }

        return null;
    }

    public TimeSpan Duration(string name, TimeSpan byDefault) =>
        Duration(name, byDefault, ShortestDuration, LongestDuration, "hours:minutes:seconds, such as 00:00:05");

    /// <summary>For what no timer waits for, such as how long something is kept.</summary>
    public TimeSpan Days(string name, TimeSpan byDefault, TimeSpan least, TimeSpan most) =>
        Duration(name, byDefault, least, most, "days.hours:minutes:seconds, such as 90.00:00:00");

    public long Number(string name, long byDefault, long least, long most)
    {
        var text = Text(name);
        if (text.Length == 0)
            return byDefault;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;

        Fault(name, $"'{text}' must be a whole number between {least.ToString(CultureInfo.InvariantCulture)} and {most.ToString(CultureInfo.InvariantCulture)}.");
        return byDefault;
    }

    public IReadOnlyList<string> List(string name)
    {
        var child = Ask(name);
        RefuseValue(child);
        var items = new List<string>();
        foreach (var item in child.GetChildren())
        {
            if (item.GetChildren().Any() || string.IsNullOrWhiteSpace(item.Value))
                faults.Add(new ConfigurationFault(item.Path, "must be one text that is not blank."));
            else
                items.Add(item.Value.Trim());
        }

        return items;
    }

    public T Group<T>(string name, Func<SectionReader, T> read)
    {
        var child = Ask(name);
        RefuseValue(child);
        return Read(child, faults, read);
    }

    public IReadOnlyList<T> Groups<T>(string name, Func<SectionReader, string, T> read)
    {
        var list = Ask(name);
        RefuseValue(list);
        var items = new List<T>();
        foreach (var item in list.GetChildren())
        {
            if (!int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                faults.Add(new ConfigurationFault(item.Path, $"is not an entry of a list; its entries are {list.Path}:0, {list.Path}:1 and so on."));
                continue;
            }

            RefuseValue(item);
            items.Add(Read(item, faults, reader => read(reader, item.Path)));
        }

        return items;
    }

    public static T Read<T>(IConfigurationSection section, List<ConfigurationFault> faults, Func<SectionReader, T> read)
    {
        var reader = new SectionReader(section, faults);
        var value = read(reader);
        faults.AddRange(section.GetChildren()
            .Where(child => !reader._known.Contains(child.Key))
            .Select(child => new ConfigurationFault(child.Path, $"is not a known key; {section.Path} has {string.Join(", ", reader._known)}.")));
        return value;
    }

    private TimeSpan Duration(string name, TimeSpan byDefault, TimeSpan least, TimeSpan most, string form)
    {
        var text = Text(name);
        if (text.Length == 0)
            return byDefault;

        // A bare number would be days.
        if (text.Count(c => c == ':') != 2 || !TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value))
        {
            Fault(name, $"'{text}' is not a duration; write it as {form}.");
            return byDefault;
        }

        if (value >= least && value <= most)
            return value;

        Fault(name, $"'{text}' must be between {least:c} and {most:c}.");
        return byDefault;
    }

    private IConfigurationSection Ask(string name)
    {
        _known.Add(name);
        return section.GetSection(name);
    }

    private void RefuseValue(IConfigurationSection child)
    {
        // An empty JSON list arrives as an empty value.
        if (!string.IsNullOrEmpty(child.Value))
            faults.Add(new ConfigurationFault(child.Path, "holds further keys and takes no value of its own."));
    }
}
