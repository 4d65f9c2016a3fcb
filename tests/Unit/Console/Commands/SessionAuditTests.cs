using Rtm.Console.Commands;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>No session is ended by an admin whose doing so isn't written down.</summary>
public class SessionAuditTests
{
    private readonly FakeLedger _ledger = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_Allowed_SaysWhoEndedWhoseSession()
    {
        await RecordAsync(allowed: true);

        var row = Assert.Single(_ledger.Rows);
        Assert.Equal(
            (AuditKind.Outcome, CommandAction.EndSession, "sub-ada", "Vera Viewer (sub-vera)", "session s-1"),
            (row.Kind, row.Action, row.Actor.Subject, row.Target, row.Request));
    }

    [Fact]
    public async Task Record_ForgedByAViewer_IsThereAsARefusal()
    {
        await RecordAsync(allowed: false);

        Assert.Equal((AuditKind.Refusal, CommandResult.Refused), (Assert.Single(_ledger.Rows).Kind, _ledger.Rows[0].Result));
    }

    [Fact]
    public async Task Record_StoreDown_SaysThatTheSessionGoesOn()
    {
        _ledger.Failure = "The disk is full.";

        var refusal = await Assert.ThrowsAsync<SessionEndNotRecordedException>(() => RecordAsync(allowed: true));

        Assert.Equal("The audit can't be written: The disk is full. The session goes on.", refusal.Message);
    }

    private Task RecordAsync(bool allowed)
    {
        var now = TimeProvider.System.GetUtcNow();
        var session = new Session(
            new() { Id = "s-1", Subject = "sub-vera", Name = "Vera Viewer", Roles = [Roles.Viewer], From = "", SignedInAt = now, LastAct = now, AccessToken = "canary" },
            TimeProvider.System);
        return new SessionAudit(_ledger, TimeProvider.System).RecordAsync(allowed ? Persons.Admin : Persons.Viewer, session, allowed, Ct);
    }
}
