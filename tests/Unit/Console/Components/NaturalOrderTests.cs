using CsCheck;
using Rtm.Console.Components.Containers;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class NaturalOrderTests
{
    [Theory]
    [InlineData("game-2", "game-10")]
    [InlineData("game-9", "Game-10")]
    [InlineData("game", "game-1")]
    [InlineData("a1b2", "a1b10")]
    [InlineData("game-99999999999999999999", "game-100000000000000000000")]
    [InlineData("", "a")]
    public void Compare_AsPeopleCount_PutsTheSmallerFirst(string smaller, string larger)
    {
        Assert.True(NaturalOrder.Compare(smaller, larger) < 0);
        Assert.True(NaturalOrder.Compare(larger, smaller) > 0);
    }

    [Theory]
    [InlineData("game-07", "GAME-7")]
    [InlineData("", "")]
    public void Compare_SameButForCaseAndZeros_IsEqual(string a, string b) => Assert.Equal(0, NaturalOrder.Compare(a, b));

    [Fact]
    public void Compare_AnyThreeTexts_IsOneConsistentOrder()
    {
        var text = Gen.Char["aB-019é"].Array[0, 8].Select(characters => new string(characters));
        Gen.Select(text, text, text).Sample((a, b, c) =>
            Math.Sign(NaturalOrder.Compare(a, b)) == -Math.Sign(NaturalOrder.Compare(b, a))
            && !(NaturalOrder.Compare(a, b) <= 0 && NaturalOrder.Compare(b, c) <= 0 && NaturalOrder.Compare(a, c) > 0));
    }
}
