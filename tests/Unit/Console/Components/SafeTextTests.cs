using System.Globalization;
using System.Text;
using CsCheck;
using Rtm.Console.Components.Common;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class SafeTextTests
{
    [Theory]
    [InlineData("game-engine_1.4", "game-engine_1.4")]
    [InlineData("Ünïcödé 游戏 🎮", "Ünïcödé 游戏 🎮")]
    [InlineData("\u001b[31mred\u001b[0m", "␛[31mred␛[0m")]
    [InlineData("a\r\nb\tc\0", "a␍␊b␉c␀")]
    [InlineData("\u007f", "␡")]
    [InlineData("\u009b31m", "\\u{009B}31m")]
    [InlineData("invoice\u202Egpj.exe", "invoice\\u{202E}gpj.exe")]
    [InlineData("\u2066hidden\u2069", "\\u{2066}hidden\\u{2069}")]
    [InlineData("zero\u200Bwidth", "zero\\u{200B}width")]
    [InlineData("line\u2028end", "line\\u{2028}end")]
    [InlineData("\uFEFFbom", "\\u{FEFF}bom")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")]
    [InlineData(null, "")]
    public void Of_Text_IsHarmlessAndReadable(string? text, string expected) => Assert.Equal(expected, SafeText.Of(text));

    [Fact]
    public void Of_LoneSurrogate_IsReplaced() => Assert.Equal("a\uFFFDb", SafeText.Of("a\uD800b"));

    [Fact]
    public void Of_TagCharacters_AreShown() => Assert.Equal("\\u{E0041}", SafeText.Of(char.ConvertFromUtf32(0xE0041)));

    [Fact]
    public void Of_LongText_IsCut() => Assert.Equal("aaaa…", SafeText.Of("aaaaaaaa", 4));

    [Fact]
    public void Of_AnyText_HasNothingUnseen() => Gen.String.Sample(text => SafeText.Of(text).EnumerateRunes().All(rune =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)));
}
