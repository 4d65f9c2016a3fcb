using Rtm.Console.Security;

namespace Rtm.Tests.Support;

/// <summary>An audit that remembers, or that can't write.</summary>
public sealed class FakeAudit : IRevealAudit
{
    public List<RevealRequest> Requests { get; } = [];

    public RevealNotRecordedException? Failure { get; set; }

    public Task RecordAsync(RevealRequest request, CancellationToken ct)
    {
        Requests.Add(request);
        return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
    }
}
