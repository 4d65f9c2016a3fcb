using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.Components.Audit;
using Rtm.Console.Exports;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class AuditPageTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();
    private readonly FakeReader _reader = new();

    public AuditPageTests() => _bench.Services.AddSingleton<IAuditReader>(_reader);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Audit_Rows_SayWhoWhatAndWhatBecameOfIt()
    {
        _reader.Rows = [Entry(7)];

        var text = _bench.Render<AuditPage>().Find("tbody").TextContent;

        Assert.Contains("Oli Operator", text, StringComparison.Ordinal);
        Assert.Contains("game-1 was stopped.", text, StringComparison.Ordinal);
        Assert.Contains("it hangs", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_TextsWithMarkupAndEscapes_AreText()
    {
        _reader.Rows = [Entry(7, "<img src=x>\u001b[2J\u202e")];

        var page = _bench.Render<AuditPage>();

        Assert.Empty(page.FindAll("img"));
        Assert.DoesNotContain(page.Markup, c => c is '\u001b' or '\u202e');
    }

    [Fact]
    public void Audit_StoreDown_SaysWhy()
    {
        _reader.Failure = "the disk is gone";

        Assert.Contains("the disk is gone", _bench.Render<AuditPage>().Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_ChainBroken_NamesTheRows()
    {
        _reader.Check = new(["row 3 was changed"], 7, "abc", DateTimeOffset.UnixEpoch);
        var page = _bench.Render<AuditPage>();

        await page.FindAll("button").Single(b => b.TextContent == "Check the chain").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("row 3 was changed", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Audit_Address_NarrowsWhatIsRead()
    {
        _bench.Navigation.NavigateTo("/audit?q=game&action=Stop&result=Done&before=12");
        _bench.Render<AuditPage>();

        Assert.Equal((new AuditFilter { Text = "game", Action = CommandAction.Stop, Result = CommandResult.Done }, 12L), (_reader.Filter, _reader.Before));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("stop")]
    [InlineData("<script>")]
    public void Audit_ActionThatIsNone_NarrowsNothing(string action) => Assert.Null(AuditQuery.Of(null, action, null, null, null).Action);

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil\")")]
    [InlineData("@SUM(A1)")]
    [InlineData("-2+3")]
    public void Export_ReasonThatIsAFormula_IsText(string reason) =>
        Assert.Contains("'" + reason[0], AuditExport.Line(Entry(1, reason)), StringComparison.Ordinal);

    private static AuditEntry Entry(long sequence, string reason = "it hangs") => new(sequence, "hash", new()
    {
        ActionId = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        Kind = AuditKind.Outcome,
        Action = CommandAction.Stop,
        AskedAt = DateTimeOffset.UnixEpoch,
        At = DateTimeOffset.UnixEpoch,
        Actor = Actor.Of(Persons.Operator),
        Engine = "local",
        ContainerId = SampleContainers.IdOf(1),
        Target = "game-1",
        Result = CommandResult.Done,
        Words = "game-1 was stopped.",
        Reason = reason,
    });

    private sealed class FakeReader : IAuditReader
    {
        public IReadOnlyList<AuditEntry> Rows { get; set; } = [];

        public string? Failure { get; set; }

        public AuditCheck Check { get; set; } = new([], 0, "", DateTimeOffset.UnixEpoch);

        public AuditFilter? Filter { get; private set; }

        public long? Before { get; private set; }

        public Task<IReadOnlyList<AuditEntry>> ReadBeforeAsync(AuditFilter filter, long? before, int most, CancellationToken ct)
        {
            (Filter, Before) = (filter, before);
            return Failure is { } reason ? Task.FromException<IReadOnlyList<AuditEntry>>(new AuditUnavailableException(reason)) : Task.FromResult(Rows);
        }

        public IAsyncEnumerable<AuditEntry> ExportAsync(AuditFilter filter, CancellationToken ct) => Rows.ToAsyncEnumerable();

        public Task<IReadOnlyList<AuditEntry>> OpenIntentsAsync(CancellationToken ct) => Task.FromResult(Rows);

        public Task<AuditCheck> CheckAsync(CancellationToken ct) => Task.FromResult(Check);
    }
}
