using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Rtm.Console.Components.Layout;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class PageBoundaryTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();
    private readonly Fuse _fuse = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Boundary_PageWorks_ShowsIt() => Assert.Equal("<p>The page</p>", Boundary().Markup);

    [Fact]
    public void Boundary_PageFails_SaysSo()
    {
        _fuse.Blown = true;

        Assert.Equal("This page has failed", Boundary().Find("[role=alert] h1").TextContent);
    }

    [Fact]
    public void Boundary_PageFails_KeepsTheFailuresWordsToTheLog()
    {
        _fuse.Blown = true;
        var page = Boundary();

        Assert.DoesNotContain("internals", page.Markup, StringComparison.Ordinal);
        Assert.Contains(_bench.Logs.Entries, e => e.StartsWith("Error: The page / failed internals", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Boundary_TriedAgainAfterTheCauseIsGone_ShowsThePage()
    {
        _fuse.Blown = true;
        var page = Boundary();
        _fuse.Blown = false;

        await page.Find("button").ClickAsync();

        Assert.Equal("<p>The page</p>", page.Markup);
    }

    private IRenderedComponent<PageBoundary> Boundary() =>
        _bench.Render<PageBoundary>(p => p.AddChildContent<Page>(page => page.Add(c => c.Fuse, _fuse)));

    private sealed class Fuse
    {
        public bool Blown { get; set; }
    }

    private sealed class Page : ComponentBase
    {
        [Parameter, EditorRequired] public required Fuse Fuse { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (Fuse.Blown)
                throw new InvalidOperationException("internals");
            builder.AddMarkupContent(0, "<p>The page</p>");
        }
    }
}
