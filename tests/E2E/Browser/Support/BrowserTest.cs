using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>A test in a browser window of its own. When it ends, no window may have anything to complain of.</summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    public const string Viewer = "vera";

    private readonly List<Visit> _visits = [];
    private readonly Stack<IAsyncDisposable> _kept = [];

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected Chromium Chromium { get; } = chromium;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Windows first: what they look at must not go away under them.
        foreach (var visit in _visits)
            await visit.Context.CloseAsync();

        while (_kept.TryPop(out var thing))
            await thing.DisposeAsync();

        foreach (var visit in _visits)
            visit.AssertClean();
    }

    /// <summary>Ends with the test, after its windows.</summary>
    protected async Task<T> KeepAsync<T>(Task<T> start)
        where T : IAsyncDisposable
    {
        var thing = await start;
        _kept.Push(thing);
        return thing;
    }

    /// <summary>A window of somebody who has not signed in.</summary>
    protected Task<Visit> VisitAsync(Site site, BrowserNewContextOptions? options = null) => VisitAsync(site.Origin, options);

    protected async Task<Visit> VisitAsync(string origin, BrowserNewContextOptions? options = null)
    {
        var browser = await Chromium.BrowserAsync(Ct);
        options ??= new();
        options.BaseURL = origin;
        options.ViewportSize ??= new() { Width = 1280, Height = 800 };
        var context = await browser.NewContextAsync(options);
        var visit = await Visit.OpenAsync(origin, context);
        _visits.Add(visit);
        return visit;
    }

    /// <summary>A window of a viewer who has signed in, at a page of the console.</summary>
    protected async Task<Visit> EnterAsync(Site site, string path = "/containers", BrowserNewContextOptions? options = null)
    {
        options ??= new();
        if (site.SignedIn.TryGetValue(Viewer, out var state))
        {
            options.StorageState = state;
            var known = await VisitAsync(site, options);
            await known.Page.GotoAsync(path);
            return known;
        }

        var visit = await VisitAsync(site, options);
        await visit.Page.GotoAsync(path);
        await ChooseAsync(visit.Page, Viewer);
        await visit.Page.WaitForURLAsync(new Regex("^" + Regex.Escape(site.Origin)));
        site.SignedIn[Viewer] = await visit.Context.StorageStateAsync();
        return visit;
    }

    /// <summary>Signs in at the development provider's page.</summary>
    protected static Task ChooseAsync(IPage page, string user) =>
        page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{user} ") }).ClickAsync();

    protected static ILocator Heading(IPage page, string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1, Exact = true });

    /// <summary>The row of a container in the list.</summary>
    protected static ILocator Row(IPage page, string name) => page.GetByRole(AriaRole.Row)
        .Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
}
