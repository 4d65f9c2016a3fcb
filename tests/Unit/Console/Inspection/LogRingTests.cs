using CsCheck;
using Rtm.Console.Inspection;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

public sealed class LogRingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly LogRing _ring = new();

    [Fact]
    public void View_AnyLines_GivesThemBack() =>
        Gen.Select(Gen.String[0, 80], Gen.Bool, Gen.Bool).Array[0, 60].Sample(lines =>
        {
            var ring = new LogRing();
            foreach (var (text, isError, isCut) in lines)
                ring.Add(new(isError ? LogSource.Stderr : LogSource.Stdout, Start, text.Replace('\ud800', '?'), isCut));

            var view = ring.View();
            Assert.Equal(lines.Length, view.Count);
            for (var i = 0; i < lines.Length; i++)
            {
                var row = view[i];
                Assert.Equal(Valid(lines[i].Item1), row.Text);
                Assert.Equal((i, Start, lines[i].Item2, lines[i].Item3, false), (row.Number, row.Time!.Value, row.Source == LogSource.Stderr, row.IsCut, row.IsNote));
            }
        });

    [Fact]
    public void Add_HundredThousandLines_AllAreKept()
    {
        Fill(LogRing.MostRows);

        Assert.Equal((0L, LogRing.MostRows), (_ring.View().First, _ring.View().Count));
        Assert.Equal("line 99999", _ring.View()[LogRing.MostRows - 1].Text);
    }

    [Fact]
    public void Add_More_LetsTheOldestGo()
    {
        Fill(LogRing.MostRows + 10_000);

        var view = _ring.View();
        Assert.InRange(view.Count, LogRing.MostRows - 1_100, LogRing.MostRows);
        Assert.Equal($"line {view.First}", view[view.First].Text);
        Assert.Equal(LogRing.MostRows + 10_000, view.End);
    }

    [Fact]
    public void Add_LongestLinesForEver_StaysInMemory()
    {
        var line = new LogLine(LogSource.Stdout, Start, new string('ü', LogRing.LongestLine), false);
        for (var i = 0; i < 20_000; i++)
            _ring.Add(line);

        var view = _ring.View();
        Assert.InRange((long)view.Count * LogRing.LongestLine * 2, 1, 12_000_000);
    }

    [Fact]
    public void Add_LineOfTenMegabytes_IsCutAndSaysSo()
    {
        _ring.Add(new(LogSource.Stdout, Start, new string('x', 10_000_000), false));

        Assert.Equal((LogRing.LongestLine, true), (_ring.View()[0].Text.Length, _ring.View()[0].IsCut));
    }

    [Fact]
    public void Add_CutInsideACharacter_DropsItWhole()
    {
        _ring.Add(new(LogSource.Stdout, Start, new string('x', LogRing.LongestLine - 1) + "😀", false));

        Assert.Equal(new string('x', LogRing.LongestLine - 1), _ring.View()[0].Text);
    }

    [Fact]
    public void View_RingGoesOn_StaysAsItWas()
    {
        Fill(LogRing.MostRows);
        var view = _ring.View();

        Fill(LogRing.MostRows);

        Assert.Equal((LogRing.MostRows, "line 0", "line 99999"), (view.Count, view[0].Text, view[LogRing.MostRows - 1].Text));
    }

    [Fact]
    public void View_OtherIsLetGo_StaysAsItWas()
    {
        Fill(LogRing.MostRows);
        var (kept, other) = (_ring.View(), AddAndView());

        other.LetGo();
        other.LetGo();
        Fill(2 * LogRing.MostRows);

        Assert.Equal(Enumerable.Range(0, LogRing.MostRows).Select(i => $"line {i}"), Enumerable.Range(0, kept.Count).Select(i => kept[i].Text));
    }

    [Fact]
    public void Add_ViewsAreLetGo_LeavesNoTrailOfMemory()
    {
        var line = new LogLine(LogSource.Stdout, Start, "a turn of the game", false);
        Fill(LogRing.MostRows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var view = _ring.View();
        for (var i = 0; i < 1_000_000; i++)
        {
            _ring.Add(line);
            if (i % 1000 != 0)
                continue;
            view.LetGo();
            view = _ring.View();
        }

        // Ten rings' worth went through it, 90 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.Equal("a turn of the game", view[view.First].Text);
    }

    [Fact]
    public void FirstAt_EachTime_FindsTheFirstRowThenOrLater()
    {
        foreach (var second in new[] { 0, 1, 1, 5 })
            _ring.Add(new(LogSource.Stdout, Start.AddSeconds(second), "x", false));
        _ring.AddNote("a note has no time");
        _ring.Add(new(LogSource.Stdout, Start.AddSeconds(9), "x", false));
        var view = _ring.View();

        Assert.Equal([0, 0, 1, 3, 3, 5, 6], new[] { -1, 0, 1, 2, 5, 6, 10 }.Select(second => view.FirstAt(Start.AddSeconds(second))));
    }

    private static string Valid(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private LogView AddAndView()
    {
        _ring.Add(new(LogSource.Stdout, Start, "one more", false));
        return _ring.View();
    }

    private void Fill(int lines)
    {
        for (var i = 0; i < lines; i++)
            _ring.Add(new(LogSource.Stdout, Start, $"line {i}", false));
    }
}
