using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>The one home of the ownership rule: which containers exist for this console.</summary>
public sealed class OwnerScope
{
    private readonly HashSet<string> _owners;

    public OwnerScope(ScopeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OwnerLabel = options.OwnerLabel;
        _owners = new(options.Owners, StringComparer.Ordinal);
        Filter = new() { LabelKeys = [OwnerLabel] };
    }

    public string OwnerLabel { get; }

    /// <summary>The owners in scope; empty for every owner.</summary>
    public IReadOnlyCollection<string> Owners => _owners;

    /// <summary>What the engine can filter by itself; <see cref="OwnerOf"/> still decides.</summary>
    public ListFilter Filter { get; }

    /// <summary>The owner that labels name; null where they put the container outside the scope.</summary>
    public string? OwnerOf(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.TryGetValue(OwnerLabel, out var owner) && Includes(owner) ? owner : null;
    }

    /// <summary>Whether containers of this owner are in scope. What was kept of a time when the scope was wider has to be asked about again.</summary>
    public bool Includes(string owner) => _owners.Count == 0 || _owners.Contains(owner);
}
