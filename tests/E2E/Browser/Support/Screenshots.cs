using Microsoft.Playwright;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>Pictures for people, in the folder that RTM_SCREENSHOTS names; none are made without it.</summary>
public static class Screenshots
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("RTM_SCREENSHOTS");

    public static bool Wanted => !string.IsNullOrEmpty(Folder);

    public static async Task TakeAsync(IPage page, string name)
    {
        if (Wanted)
        {
            await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder!, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
        }
    }
}
