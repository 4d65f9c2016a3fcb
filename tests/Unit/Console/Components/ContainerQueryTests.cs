using CsCheck;
using Rtm.Console.Components.Containers;
using Rtm.Console.Verdicts;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class ContainerQueryTests
{
    private static readonly Gen<ContainerQuery> Queries = Gen.Select(
        Gen.String, Gen.Bool, Gen.String, Gen.Enum<ContainerColumn>(), Gen.Bool, Gen.Enum<Severity>().Array[0, 4], Gen.Int[0, ContainerQuery.KnownStates.Length - 1].Array[0, 4],
        (text, hasOwner, owner, sort, descending, severities, states) => new ContainerQuery
        {
            Text = text,
            Owner = hasOwner ? owner : null,
            Sort = sort,
            Descending = descending,
            Severities = [.. severities],
            States = [.. states.Select(i => ContainerQuery.KnownStates[i])],
        });

    [Fact]
    public void Parse_OfWhatToStringWrote_IsTheSameQuery() => Queries.Sample(query =>
        ContainerQuery.Parse(query.ToString()) is var parsed
        && parsed.ToString() == query.ToString()
        && parsed.Sort == query.Sort
        && parsed.Descending == query.Descending
        && parsed.Severities.SetEquals(query.Severities)
        && parsed.States.SetEquals(query.States)
        && (parsed.Owner is null) == (query.Owner is null));

    [Fact]
    public void Parse_AnyText_NeverThrows() => Gen.String.Sample(text => ContainerQuery.Parse("?" + text) is not null);

    [Fact]
    public void ToString_Defaults_IsEmpty() => Assert.Equal("", new ContainerQuery().ToString());

    [Theory]
    [InlineData("a&owner=evil", "?q=a%26owner%3Devil")]
    [InlineData("50% + 1 #x", "?q=50%25%20%2B%201%20%23x")]
    public void ToString_TextWithSyntax_IsEscaped(string text, string expected) => Assert.Equal(expected, new ContainerQuery { Text = text }.ToString());

    [Theory]
    [InlineData("?state=running,nonsense&sort=nonsense&dir=sideways&show=7,failed")]
    public void Parse_UnknownWords_AreLeftOut(string text) => Assert.Equal("?state=running&show=failed", ContainerQuery.Parse(text).ToString());

    [Fact]
    public void SortBy_SameColumnTwice_TurnsRound() =>
        Assert.True(new ContainerQuery().SortBy(ContainerColumn.Age).SortBy(ContainerColumn.Age).Descending);

    [Fact]
    public void WithoutFilter_KeepsTheOrder() =>
        Assert.Equal("?sort=age&dir=desc", ContainerQuery.Parse("?q=x&owner=y&state=exited&show=failed&sort=age&dir=desc").WithoutFilter().ToString());
}
