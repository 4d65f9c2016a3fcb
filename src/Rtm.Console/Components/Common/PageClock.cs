namespace Rtm.Console.Components.Common;

/// <summary>The one ticking clock of a page. The layout ticks it once a second on the renderer's own context.</summary>
public sealed class PageClock(TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public event Action? Ticked;

    public void Tick() => Ticked?.Invoke();
}
