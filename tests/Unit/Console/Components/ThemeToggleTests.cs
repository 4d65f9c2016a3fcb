using Bunit;
using Microsoft.JSInterop;
using Rtm.Console.Components.Layout;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class ThemeToggleTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Toggle_BrowsersPartFails_SaysSoAndKeepsThePage()
    {
        _bench.Browser.SetupModule("./Components/Layout/ThemeToggle.razor.js")
            .Setup<ThemeToggle.ThemeState>("start", _ => true).SetException(new JSException("SecurityError"));

        Assert.Equal("Theme: the browser refused to change it", _bench.Render<ThemeToggle>().Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Toggle_BrowserRefusesTheChoice_SaysSoAndKeepsThePage()
    {
        var module = _bench.Browser.SetupModule("./Components/Layout/ThemeToggle.razor.js");
        module.Setup<ThemeToggle.ThemeState>("start", _ => true).SetResult(new("dark", true));
        module.Setup<ThemeToggle.ThemeState>("choose", _ => true).SetException(new JSException("SecurityError"));
        var toggle = _bench.Render<ThemeToggle>();

        await toggle.Find("button").ClickAsync();

        Assert.Equal("Theme: the browser refused to change it", toggle.Find("button").GetAttribute("aria-label"));
    }
}
