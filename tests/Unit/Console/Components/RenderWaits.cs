using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>
/// Looks again and again, on the renderer's context. bUnit's own waits look again only when it is told of a render, and miss one that comes
/// from another thread between their first look and their subscription.
/// </summary>
internal static class RenderWaits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    public static async Task UntilAsync<TComponent>(this IRenderedComponent<TComponent> part, Action assertion)
        where TComponent : IComponent
    {
        var start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!await part.InvokeAsync(() => Holds(assertion, mayFail: TimeProvider.System.GetElapsedTime(start) < Patience)))
        {
            // A change that came just after a draw waits for the next one, which a clock that stands still never brings.
            (part.Services.GetService<TimeProvider>() as FakeTimeProvider)?.Advance(TimeSpan.FromMilliseconds(10));
            await timer.WaitForNextTickAsync();
        }
    }

    public static Task UntilFoundAsync<TComponent>(this IRenderedComponent<TComponent> part, string selector)
        where TComponent : IComponent => part.UntilAsync(() => part.Find(selector));

    private static bool Holds(Action assertion, bool mayFail)
    {
        try
        {
            assertion();
            return true;
        }
        catch (Exception) when (mayFail)
        {
            return false;
        }
    }
}
