using Rtm.Console.Commands;

namespace Rtm.Console.History.Audit;

/// <summary>Follows the chain row by row and names each that was changed or is missing.</summary>
internal sealed class AuditChain
{
    private const int MostFaults = 100;

    private readonly List<string> _faults = [];
    private string _hash = "";
    private long _rows;

    /// <summary>The number of the last row.</summary>
    public long Last { get; private set; }

    public void Add(StoredAudit row)
    {
        if (row.Sequence != Last + 1)
            Fault(row.Sequence == Last + 2 ? $"Row {Last + 1} is missing." : $"Rows {Last + 1} to {row.Sequence - 1} are missing.");
        else if (row.Previous != _hash)
            Fault($"Row {row.Sequence} does not follow row {Last}: one of the two was changed, and its hash with it.");
        if (row.Hash != row.ComputeHash())
            Fault($"Row {row.Sequence} was changed: it says {row.Action} of '{row.Target}' by '{row.Name}', action {row.ActionId}.");
        (_hash, Last, _rows) = (row.Hash, row.Sequence, _rows + 1);
    }

    public AuditCheck Finish(StoredHead? head, DateTimeOffset now)
    {
        if (head is null)
            Fault("The end of the chain is not noted any more: rows may be missing at its end.");
        else if (Last < head.Sequence)
            Fault(Last + 1 == head.Sequence ? $"Row {head.Sequence}, the last, is missing." : $"Rows {Last + 1} to {head.Sequence}, the last, are missing.");
        else if (Last == head.Sequence && _hash != head.Hash)
            Fault($"Row {Last}, the last, is not the one that was written.");
        return new(_faults, _rows, _hash, now);
    }

    private void Fault(string words)
    {
        if (_faults.Count < MostFaults)
            _faults.Add(words);
    }
}
