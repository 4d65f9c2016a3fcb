using Rtm.Console.Security;

namespace Rtm.Console.Commands;

/// <summary>Who asked to see secrets goes into the audit, before anything is shown.</summary>
internal sealed class RevealAudit(IAuditLedger ledger, TimeProvider clock) : IRevealAudit
{
    public async Task RecordAsync(RevealRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            await ledger.AppendAsync(new()
            {
                ActionId = ActionId.New(clock),
                Kind = request.Allowed ? AuditKind.Outcome : AuditKind.Refusal,
                Action = CommandAction.Reveal,
                AskedAt = now,
                At = now,
                Actor = Actor.Of(request.User),
                Engine = request.Engine,
                ContainerId = request.ContainerId,
                Target = request.ContainerName,
                Request = request.What,
                Result = request.Allowed ? CommandResult.Done : CommandResult.Refused,
                Words = request.Allowed ? $"The {request.What} was shown." : $"The {request.What} was not shown: the role does not allow it.",
            }, ct);
        }
        catch (AuditUnavailableException error)
        {
            throw new RevealNotRecordedException($"The audit can't be written: {error.Message} Nothing is shown.", error);
        }
    }
}
