using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>What the browser itself holds and was told.</summary>
public sealed class BrowserSecurityTests(Chromium chromium) : BrowserTest(chromium)
{
    private Site Site { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Site = (await Chromium.DemoAsync(Ct)).Site;

    [Fact]
    public async Task Cookie_AfterSignIn_IsOutOfReachOfScriptsAndOtherSites()
    {
        var visit = await EnterAsync(Site);
        await Expect(Heading(visit.Page, "Containers")).ToBeVisibleAsync();

        var session = Assert.Single(await visit.Context.CookiesAsync([Site.Origin]), cookie => cookie.Name.StartsWith("__Host-rtm", StringComparison.Ordinal));

        Assert.True(session.Secure);
        Assert.True(session.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, session.SameSite);
        Assert.Equal(("/", "localhost"), (session.Path, session.Domain));
    }

    [Fact]
    public async Task Storage_AfterSignIn_HoldsNoTokens()
    {
        var page = (await EnterAsync(Site)).Page;
        await Expect(Row(page, DemoContainers.Healthy)).ToBeVisibleAsync();

        var held = await page.EvaluateAsync<string>(
            "() => document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.documentElement.outerHTML");

        // A JSON Web Token, and the names by which tokens go.
        Assert.DoesNotMatch(new Regex(@"eyJ[\w-]{10,}\.|id_token|access_token|refresh_token"), held);
    }

    [Fact]
    public async Task Response_Page_CarriesAStrictPolicy()
    {
        var visit = await EnterAsync(Site);

        var response = await visit.Page.GotoAsync("/containers");

        var headers = await response!.AllHeadersAsync();
        var policy = headers["content-security-policy"];
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("script-src[^;]*unsafe"), policy);
        Assert.Equal(("nosniff", "DENY", "same-origin"), (headers["x-content-type-options"], headers["x-frame-options"], headers["referrer-policy"]));
    }

    [Fact]
    public async Task Script_PutIntoThePage_DoesNotRun()
    {
        var visit = await EnterAsync(Site);
        visit.Expect("Content Security Policy");
        await Expect(Row(visit.Page, DemoContainers.Healthy)).ToBeVisibleAsync();

        await visit.Page.EvaluateAsync(
            """
            () => {
              const script = document.createElement('script');
              script.textContent = "document.title = 'owned'";
              document.body.append(script);
            }
            """);

        await Expect(visit.Page).ToHaveTitleAsync("Containers · Rtm.Console");
    }
}
