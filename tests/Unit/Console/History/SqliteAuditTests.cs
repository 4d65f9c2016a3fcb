using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.History;
using Rtm.Console.History.Audit;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.History;

public sealed class SqliteAuditTests : AuditSuite, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override HistoryOptions Options => new() { File = _folder.PathOf("history.db") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Chain_RowChangedWithItsHash_IsNamed()
    {
        var rows = new List<StoredAudit>();
        for (var n = 1; n <= 4; n++)
            rows.Add(Sealed(new() { Sequence = n, Name = "Oli", Previous = n == 1 ? "" : rows[^1].Hash }));
        rows[1].Name = "Somebody Else";
        Sealed(rows[1]);
        var chain = new AuditChain();
        rows.ForEach(chain.Add);

        var check = chain.Finish(new() { Sequence = 4, Hash = rows[3].Hash }, default);

        Assert.Equal(["Row 3 does not follow row 2: one of the two was changed, and its hash with it."], check.Faults);
    }

    [Fact]
    public void Hash_TextThatMovesToTheNextField_IsAnother() =>
        Assert.NotEqual(new StoredAudit { Reason = "ab", Words = "" }.ComputeHash(), new StoredAudit { Reason = "a", Words = "b" }.ComputeHash());

    private static StoredAudit Sealed(StoredAudit row)
    {
        row.Hash = row.ComputeHash();
        return row;
    }

    [Fact]
    public async Task Append_StoreOutOfReach_SaysWhy()
    {
        var ct = TestContext.Current.CancellationToken;
        File.WriteAllText(_folder.PathOf("no-folder"), "");
        await using var history = await RunningHistory.StartAsync(new() { File = _folder.PathOf("no-folder/history.db") }, ct);

        var failure = await Assert.ThrowsAsync<AuditUnavailableException>(() => history.Services.GetRequiredService<IAuditReader>().CheckAsync(ct));

        Assert.Contains("no-folder", failure.Message, StringComparison.Ordinal);
    }
}
