using Rtm.Console.Inspection;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>Finds the rows of a growing log that match. Each row is looked at once, many of them away from the page's own thread.</summary>
internal sealed class LogSearch(TextSearch search)
{
    /// <summary>So many are looked at at once; more would keep the page from answering.</summary>
    private const int Few = 200;

    private readonly List<long> _hits = [];
    private long _scanned;

    public TextSearch Search => search;

    /// <summary>The numbers of the rows that match, in their order, up to the last scan.</summary>
    public IReadOnlyList<long> Hits => _hits;

    /// <summary>Looks at the rows that are new, and forgets those that are gone. Call it from the page's own context.</summary>
    public async Task ScanAsync(LogView view, CancellationToken ct)
    {
        var known = _scanned;
        var from = Math.Max(known, view.First);
        var found = view.End - from <= Few ? Find(view, from, ct) : await Task.Run(() => Find(view, from, ct), ct);
        // Another scan was quicker: it has found the same, and what is left is found by the next.
        if (known != _scanned)
            return;
        if (_hits.Count > 0 && _hits[0] < view.First)
            _hits.RemoveRange(0, IndexOf(view.First));
        _hits.AddRange(found);
        _scanned = Math.Max(from, view.End);
    }

    /// <summary>The place of the first hit at this number or after it.</summary>
    public int IndexOf(long number)
    {
        var at = _hits.BinarySearch(number);
        return at >= 0 ? at : ~at;
    }

    private List<long> Find(LogView view, long from, CancellationToken ct)
    {
        var found = new List<long>();
        for (var number = from; number < view.End; number++)
        {
            ct.ThrowIfCancellationRequested();
            if (search.IsIn(AnsiText.Parse(view[number].Text).Text))
                found.Add(number);
        }

        return found;
    }
}
