using System.Security.Claims;
using Rtm.Console.Security;

namespace Rtm.Console.Commands;

/// <summary>Who ended whose session goes into the audit, before it ends.</summary>
internal sealed class SessionAudit(IAuditLedger ledger, TimeProvider clock) : ISessionAudit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task RecordAsync(ClaimsPrincipal admin, Session session, bool allowed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await ledger.AppendAsync(new()
            {
                ActionId = ActionId.New(clock),
                Kind = allowed ? AuditKind.Outcome : AuditKind.Refusal,
                Action = CommandAction.EndSession,
                AskedAt = now,
                At = now,
                Actor = Actor.Of(admin),
                Engine = "",
                Target = $"{session.Name} ({session.Subject})",
                Request = $"session {session.Id}",
                Result = allowed ? CommandResult.Done : CommandResult.Refused,
                Words = allowed ? $"The session of {session.Name} was ended." : $"The session of {session.Name} was not ended: the role does not allow it.",
            }, either.Token);
        }
        catch (AuditUnavailableException error)
        {
            throw Unwritten(error.Message, error);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested)
        {
            throw Unwritten($"The store did not answer within {Patience.TotalSeconds:0} s.", error);
        }
    }

    private static SessionEndNotRecordedException Unwritten(string why, Exception error) =>
        new($"The audit can't be written: {why} The session goes on.", error);
}
