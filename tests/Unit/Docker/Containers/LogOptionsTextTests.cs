using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class LogOptionsTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" \t", "")]
    [InlineData(",, ,", "")]
    [InlineData("max-size=10m,max-file=3", "[max-size]=10m;[max-file]=3")]
    [InlineData("  max-size=10m ,\tmax-file=3\n", "[max-size]=10m;[max-file]=3")]
    [InlineData("noequals,=value,a=b", "[a]=b")]
    [InlineData("a=b=c,d==", "[a]=b=c;[d]==")]
    [InlineData("a=", "[a]=")]
    [InlineData("a = b", "[a ]= b")]
    [InlineData("a=1,a=2", "[a]=2")]
    public void Parse_Options_AsTheSeedReadsThem(string? text, string expected) =>
        Assert.Equal(expected, string.Join(';', LogOptionsText.Parse(text).Select(option => $"[{option.Key}]={option.Value}")));

    [Fact]
    public void Parse_AnyText_NeverThrowsNorHasAnEmptyKey() =>
        Gen.OneOf(Gen.String, Gen.Char["a=, \t"].Array[0, 20].Select(chars => new string(chars))).Sample(text =>
            LogOptionsText.Parse(text).Keys.All(key => key.Length > 0 && !key.Contains('=') && !key.Contains(',')));
}
