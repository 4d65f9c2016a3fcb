using CsCheck;
using Rtm.Console.Components.ContainerTabs;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class TextSearchTests
{
    [Theory]
    [InlineData("a.c", false, "abc a.c", "a.c")]
    [InlineData("a.c", true, "abc a.c", "abc|a.c")]
    [InlineData("ERR", false, "error Err", "err|Err")]
    [InlineData("x*", true, "axxb", "xx")]
    [InlineData("^a|b$", true, "a-b", "a|b")]
    [InlineData("nothing", false, "abc", "")]
    public void In_EachKind_FindsTheHits(string text, bool isPattern, string line, string hits) =>
        Assert.Equal(hits, string.Join('|', TextSearch.For(text, isPattern)!.In(line).Select(hit => line.Substring(hit.Start, hit.Length))));

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("(?=a)b")]
    [InlineData("(a)\\1")]
    [InlineData("(?<!a)b")]
    public void For_PatternThatCannotBeUsed_SaysSoAndFindsNothing(string pattern)
    {
        var search = TextSearch.For(pattern, isPattern: true)!;

        Assert.NotNull(search.Fault);
        Assert.Empty(search.In("aab"));
        Assert.False(search.IsIn("aab"));
    }

    [Fact]
    public void For_TooLong_SaysSo() => Assert.NotNull(TextSearch.For(new string('a', TextSearch.LongestPattern + 1), isPattern: false)!.Fault);

    [Fact]
    public void For_Nothing_IsNoSearch() => Assert.Null(TextSearch.For("", isPattern: true));

    /// <summary>With backtracking each of these takes longer than the universe lasts.</summary>
    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*a){20}$")]
    [InlineData("((((a{1,30}){1,30}){1,30}){1,30})$")]
    public void IsIn_PatternThatExplodes_Ends(string pattern) =>
        Assert.False(TextSearch.For(pattern, isPattern: true)!.IsIn(new string('a', 16_000) + "!"));

    [Fact]
    public void In_AnyTextAndLine_GivesOrderedRangesInsideTheLine() =>
        Gen.Select(Gen.String[0, 10], Gen.String[0, 60], Gen.Bool).Sample((text, line, isPattern) =>
        {
            var at = 0;
            foreach (var hit in TextSearch.For(text, isPattern)?.In(line) ?? [])
            {
                Assert.True(hit.Start >= at && hit.Length > 0 && hit.End <= line.Length);
                at = hit.End;
            }
        });
}
