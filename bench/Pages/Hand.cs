using Microsoft.Playwright;

namespace Rtm.Bench;

/// <summary>Does on a page what a person would, and counts it.</summary>
internal sealed class Hand(IPage page)
{
    public int Clicks { get; private set; }

    /// <summary>Keys that were pressed, those of a text each.</summary>
    public int Keys { get; private set; }

    public async Task ClickAsync(ILocator what)
    {
        await what.ClickAsync();
        Clicks++;
    }

    public async Task TypeAsync(string text)
    {
        await page.Keyboard.TypeAsync(text);
        Keys += text.Length;
    }

    public async Task PressAsync(string key)
    {
        await page.Keyboard.PressAsync(key);
        Keys++;
    }
}
