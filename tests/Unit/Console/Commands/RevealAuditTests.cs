using Rtm.Console.Commands;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>Secrets are shown to nobody whose asking isn't written down.</summary>
public class RevealAuditTests
{
    private readonly FakeLedger _ledger = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_Allowed_SaysWhoSawWhat()
    {
        await RecordAsync(allowed: true);

        var row = Assert.Single(_ledger.Rows);
        Assert.Equal((CommandAction.Reveal, "sub-oli", "game-1", CommandResult.Done), (row.Action, row.Actor.Subject, row.Target, row.Result));
    }

    [Fact]
    public async Task Record_Refused_IsThereToo()
    {
        await RecordAsync(allowed: false);

        Assert.Equal(AuditKind.Refusal, Assert.Single(_ledger.Rows).Kind);
    }

    [Fact]
    public async Task Record_StoreDown_KeepsTheSecretsHidden()
    {
        _ledger.Failure = "The disk is full.";

        var refusal = await Assert.ThrowsAsync<RevealNotRecordedException>(() => RecordAsync(allowed: true));

        Assert.Equal("The audit can't be written: The disk is full. Nothing is shown.", refusal.Message);
    }

    private Task RecordAsync(bool allowed) => new RevealAudit(_ledger, TimeProvider.System).RecordAsync(
        new(Persons.Operator, "local", SampleContainers.IdOf(1), "game-1", "environment", allowed), Ct);
}
