using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Rtm.Bench;

/// <summary>What is observed inside the page: when an event's name first stood in the DOM, and what input waited for.</summary>
internal static class PageProbe
{
    // performance.now() is finer than Date.now() but counts from an origin of its own: the two are compared at a tick of the coarse one.
    private const string Watch = """
        () => {
          const tick = Date.now();
          while (Date.now() === tick);
          const offset = Date.now() - performance.now();
          const seen = {};
          new MutationObserver((changes) => {
            const now = performance.now() + offset;
            for (const change of changes)
              for (const node of change.type === "characterData" ? [change.target] : change.addedNodes)
                for (const found of (node.textContent ?? "").matchAll(/rtm-ev-(\d{7})/g))
                  seen[found[1]] ??= now;
          }).observe(document.body, { childList: true, subtree: true, characterData: true });
          window.rtmSeen = seen;
        }
        """;

    // A click is answered when the server's answer is drawn; a key when the page has painted after it.
    private const string Input = """
        () => {
          const answers = { clicks: [], keys: [] };
          let clicked = 0;
          addEventListener("pointerdown", (e) => { clicked = e.timeStamp; }, true);
          new MutationObserver(() => {
            if (clicked) answers.clicks.push(performance.now() - clicked);
            clicked = 0;
          }).observe(document.body, { attributes: true, attributeFilter: ["aria-pressed"], subtree: true });
          addEventListener("keydown", (e) => requestAnimationFrame(() => setTimeout(() => answers.keys.push(performance.now() - e.timeStamp))), true);
          window.rtmAnswers = answers;
        }
        """;

    public static Task WatchAsync(IPage page) => page.EvaluateAsync(Watch);

    public static Task WatchInputAsync(IPage page) => page.EvaluateAsync(Input);

    public static Task<bool> HasSeenAsync(IPage page, int number) =>
        page.EvaluateAsync<bool>("(name) => name in window.rtmSeen", LoadEngine.NameOf(number)[LoadEngine.EventName.Length..]);

    /// <summary>Milliseconds since 1970 by event number.</summary>
    public static async Task<IReadOnlyDictionary<int, double>> SeenAsync(IPage page) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(await page.EvaluateAsync<string>("() => JSON.stringify(window.rtmSeen)"))!
            .ToDictionary(entry => int.Parse(entry.Key, CultureInfo.InvariantCulture), entry => entry.Value);

    public static async Task<(double[] Clicks, double[] Keys)> AnswersAsync(IPage page)
    {
        var answers = JsonSerializer.Deserialize<Dictionary<string, double[]>>(await page.EvaluateAsync<string>("() => JSON.stringify(window.rtmAnswers)"))!;
        return (answers["clicks"], answers["keys"]);
    }
}
