using CsCheck;
using Rtm.Console.Components.ContainerTabs.Logs;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Logs;

public sealed class LogWindowTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(10, 0, 10)]
    [InlineData(100_000, 99_840, 160)]
    public void Last_AnyTotal_IsTheEnd(int total, int first, int count) => Assert.Equal(new LogWindow(first, count), LogWindow.Last(total, LogWindow.Rows));

    [Fact]
    public void Around_AnyIndex_StaysInsideAndHoldsTheRow() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 99_999], Gen.Int[1, 400]).Sample((total, index, rows) =>
        {
            index %= total;
            var window = LogWindow.Around(index, total, rows);

            Assert.InRange(window.First, 0, total - window.Count);
            Assert.InRange(index, window.First, window.End - 1);
            Assert.Equal(Math.Min(total, rows), window.Count);
        });

    [Fact]
    public void Around_NothingThere_IsEmpty() => Assert.Equal(new LogWindow(0, 0), LogWindow.Around(5, 0, LogWindow.Rows));

    [Theory]
    [InlineData(500, 40, false)]
    [InlineData(410, 40, true)]
    [InlineData(530, 40, true)]
    [InlineData(9000, 40, true)]
    public void Misses_NearTheEdges_AsksForMore(int firstSeen, int seen, bool expected) =>
        Assert.Equal(expected, LogWindow.Around(480, 10_000, 160).Misses(firstSeen, seen, 10_000));
}
