using System.Text.RegularExpressions;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>What the markup of every component keeps to. Beside the rule stands the proof that it can fail.</summary>
public sealed partial class MarkupTests
{
    [Fact]
    public void Inputs_ThatFollowTyping_AreBoundSoThatNoLateAnswerUndoesALetter()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Rtm.Console", "Components"), "*.razor", SearchOption.AllDirectories);
        Assert.True(files.Length > 50);

        Assert.Empty(files.SelectMany(file => Unbound(File.ReadAllText(file)).Select(tag => $"{Path.GetFileName(file)}: {tag}")));
    }

    [Theory]
    [InlineData("<input id=\"a\" value=\"@Text\" @oninput=\"Set\" />", 1)]
    [InlineData("<textarea @oninput=\"e => Set(e)\"\n  value=\"@Text\"></textarea>", 1)]
    [InlineData("<input @bind:get=\"Text\" @bind:set=\"Set\" @bind:event=\"oninput\" />", 0)]
    [InlineData("<input type=\"checkbox\" value=\"@Id\" /><input @oninput=\"Note\" />", 0)]
    public void Inputs_WithAValueOfTheirOwn_AreFound(string markup, int found) => Assert.Equal(found, Unbound(markup).Count());

    private static IEnumerable<string> Unbound(string markup) =>
        Tag().Matches(markup).Select(tag => tag.Value).Where(tag => tag.Contains(" value=\"@", StringComparison.Ordinal) && tag.Contains("@oninput=", StringComparison.Ordinal));

    // Up to the next tag: lambdas have a '>' of their own.
    [GeneratedRegex("<(input|textarea)\\b[^<]*")]
    private static partial Regex Tag();
}
