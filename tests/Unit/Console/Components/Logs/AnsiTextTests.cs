using CsCheck;
using Rtm.Console.Components.ContainerTabs.Logs;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Logs;

public sealed class AnsiTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[31mred\u001b[0m plain", "[a-fg1:red] plain")]
    [InlineData("\u001b[1;4;32mx\u001b[22my\u001b[my", "[a-bold a-underline a-fg2:x][a-underline a-fg2:y]y")]
    [InlineData("\u001b[91;104mx", "[a-fg9 a-bg12:x]")]
    [InlineData("\u001b[38;5;196mx", "[a-fg1:x]")]
    [InlineData("\u001b[38;5;3mx", "[a-fg3:x]")]
    [InlineData("\u001b[48;2;0;0;170mx", "[a-bg4:x]")]
    [InlineData("\u001b[38;5;244mx", "[a-fg7:x]")]
    [InlineData("\u001b[38:5:1mx", "[a-fg1:x]")]
    [InlineData("\u001b[38;5mx", "x")]
    [InlineData("\u001b[38;2;300;0;0;1mx", "[a-bold:x]")]
    [InlineData("\u001b[31;39mx", "x")]
    [InlineData("\u001b[7mx", "[a-bg7:x]")]
    [InlineData("\u001b[8mhidden", "hidden")]
    [InlineData("\u001b[5mblinks", "blinks")]
    [InlineData("\u001b[999mx", "x")]
    [InlineData("a\tb", "a\tb")]
    public void Parse_Colours_BecomeClasses(string raw, string expected) => Assert.Equal(expected, Shown(raw));

    /// <summary>Each of these does something to a terminal; here it is letters.</summary>
    [Theory]
    [InlineData("\u001b]0;owned\a", "␛]0;owned␇")]
    [InlineData("\u001b]8;;javascript:alert(1)\u001b\\link\u001b]8;;\u001b\\", "␛]8;;javascript:alert(1)␛\\link␛]8;;␛\\")]
    [InlineData("\u001b[2J\u001b[H", "␛[2J␛[H")]
    [InlineData("\u001b[6n", "␛[6n")]
    [InlineData("\u001bP1$r\u001b\\", "␛P1$r␛\\")]
    [InlineData("\u001b[31", "␛[31")]
    [InlineData("\u001b", "␛")]
    [InlineData("\u001b[?25l", "␛[?25l")]
    [InlineData("\u001b[1;\u001b[31mx", "␛[1;[a-fg1:x]")]
    [InlineData("back\b\b\rover", "back␈␈␍over")]
    [InlineData("\u009b31mx", "\\u{009B}31mx")]
    [InlineData("a\u202eb", "a\\u{202E}b")]
    [InlineData("\0", "␀")]
    public void Parse_EveryOtherSequence_IsShownHarmless(string raw, string expected) => Assert.Equal(expected, Shown(raw));

    [Fact]
    public void Parse_TooManyNumbers_IsNoColour() =>
        Assert.StartsWith("␛[1;1;", Shown("\u001b[" + string.Concat(Enumerable.Repeat("1;", 100)) + "1mx"), StringComparison.Ordinal);

    [Fact]
    public void Parse_AnyText_IsHarmlessAndItsSpansCoverIt() =>
        Gen.String[Gen.OneOf(Gen.Const('\u001b'), Gen.Const('['), Gen.Const('m'), Gen.Const(';'), Gen.Char['0', '9'], Gen.Char), 0, 60].Sample(raw =>
        {
            var text = AnsiText.Parse(raw);

            Assert.DoesNotContain(text.Text, c => c != '\t' && (char.IsControl(c) || c is '\u202e' or '\u2028'));
            var at = 0;
            foreach (var span in text.Spans)
            {
                Assert.Equal(at, span.Start);
                at += span.Length;
            }

            Assert.True(text.Spans.Count == 0 || at == text.Text.Length);
        });

    private static string Shown(string raw)
    {
        var text = AnsiText.Parse(raw);
        return text.Spans.Count == 0 ? text.Text : string.Concat(text.Spans.Select(span =>
        {
            var piece = text.Text.Substring(span.Start, span.Length);
            return span.Style.Css.Length > 0 ? $"[{span.Style.Css}:{piece}]" : piece;
        }));
    }
}
