using System.Text.RegularExpressions;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Architecture;

/// <summary>Every link from one of our documents to another leads somewhere. Beside the rule stands the proof that it can fail.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Folders = ["", "docs", "docs/adr", "bench", "deploy"];

    [Fact]
    public void Links_OfAllDocuments_LeadSomewhere()
    {
        var documents = Folders.Select(folder => Path.Combine(Repository.Root, folder)).SelectMany(folder => Directory.GetFiles(folder, "*.md")).ToArray();
        Assert.True(documents.Length > 20);

        Assert.Empty(documents.SelectMany(document => Dead(document, File.ReadAllText(document)).Select(link => $"{Path.GetFileName(document)}: {link}")));
    }

    [Theory]
    [InlineData("[a](docs/sign-in.md) ![b](docs/images/containers-light.png) [c](https://galaxy.example/x.md) [d](docs/adr/)", 0)]
    [InlineData("[a](docs/nowhere.md)", 1)]
    [InlineData("[a](docs/sign-in.md#programs) [b](#configuration)", 0)]
    [InlineData("[a](docs/sign-in.md#nowhere) [b](#nowhere)", 2)]
    [InlineData("as `docs/nowhere.md` and src/Rtm.Console/Nowhere.cs say; `docs/sign-in.md` is there", 2)]
    public void Links_ThatLeadNowhere_AreFound(string text, int dead) => Assert.Equal(dead, Dead(Path.Combine(Repository.Root, "README.md"), text).Count());

    private static IEnumerable<string> Dead(string document, string text) => Link().Matches(text).Select(link => link.Groups[1].Value)
        .Where(link => !link.Contains(':', StringComparison.Ordinal) && !Leads(document, link))
        .Concat(Named().Matches(text).Select(name => name.Value).Where(name => !File.Exists(Path.Combine(Repository.Root, name))));

    private static bool Leads(string document, string link)
    {
        var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, "");
        var target = path.Length == 0 ? document : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, path));
        return (File.Exists(target) || Directory.Exists(target))
            && (anchor.Length == 0 || Heading().Matches(File.ReadAllText(target)).Any(heading => Anchor(heading.Groups[1].Value) == anchor));
    }

    /// <summary>As the usual renderers make it.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    // In running text, where it is named from the root.
    [GeneratedRegex(@"(?<![\w/.(])(docs|src|tests|bench|dev-idp|deploy)/[\w./-]+\.(md|cs|razor|conf|yaml|service|css|js|json)\b")]
    private static partial Regex Named();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
