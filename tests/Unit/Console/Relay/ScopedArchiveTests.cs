using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Components.Timeline;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class ScopedArchiveTests
{
    private readonly FakeArchive _archive = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadBefore_OwnersOfAnEarlierScope_AreNotThereAndPagesStayFull()
    {
        RecordEveryThirdOurs(300);

        var rows = await Scoped().ReadBeforeAsync(new(), null, 40, Ct);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => 300L - 3 * i), rows.Select(r => r.Sequence));
    }

    [Fact]
    public async Task ReadBefore_Exhausted_GivesFewerThanAskedFor()
    {
        RecordEveryThirdOurs(300);

        Assert.Equal(100, (await Scoped().ReadBeforeAsync(new(), null, 150, Ct)).Count);
    }

    [Fact]
    public async Task ReadAfter_OwnersOfAnEarlierScope_AreNotThereAndPagesStayFull()
    {
        RecordEveryThirdOurs(300);

        var rows = await Scoped().ReadAfterAsync("local", 30, 40, new(), Ct);

        Assert.Equal(Enumerable.Range(1, 40).Select(i => 30L + 3 * i), rows.Select(r => r.Sequence));
    }

    [Theory]
    [InlineData("ours", 2)]
    [InlineData("theirs", 0)]
    public async Task ReadBefore_DifferenceOfAContainerThatIsGone_IsShownWhereItsEventsAreOfTheScope(string owner, int rows)
    {
        var id = SampleContainers.IdOf(1);
        _archive.Record(Rows.Event(1) with { Owner = owner });
        _archive.Record(new TimelineDifference("local", 2, Rows.Start, 0, new(id, "game-0001", "running", "")));

        Assert.Equal(rows, (await Scoped().ReadBeforeAsync(new(), null, 10, Ct)).Count);
    }

    private void RecordEveryThirdOurs(int count)
    {
        for (var i = 1; i <= count; i++)
            _archive.Record(Rows.Event(i) with { Owner = i % 3 == 0 ? "ours" : "theirs" });
    }

    private ScopedArchive Scoped() => new(_archive, new(new() { Owners = ["ours"] }), new(new([]), new(), TimeProvider.System));
}
