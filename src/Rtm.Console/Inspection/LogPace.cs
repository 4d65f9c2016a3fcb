namespace Rtm.Console.Inspection;

/// <summary>
/// How fast a log is read: a view's worth as it comes, so that it is there at once, and after that no faster than anybody could want to see it. What was not used is
/// saved for the next outburst.
/// </summary>
internal sealed class LogPace(TimeProvider clock)
{
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    /// <summary>In characters, as everything here.</summary>
    public const int MostPerWindow = 1_000_000;

    /// <summary>Two million a second, or 20,000 lines: far beyond reading, and a tenth of a core.</summary>
    public const int SteadyPerWindow = 200_000;

    /// <summary>As much as a view holds.</summary>
    public const int MostSaved = 10_000_000;

    /// <summary>A shorter line costs as much as one of this length.</summary>
    public const int LeastPerLine = 100;

    private long _began = clock.GetTimestamp();
    private int _spent;
    private int _saved = MostSaved;

    private int Budget => Math.Clamp(_saved, SteadyPerWindow, MostPerWindow);

    /// <summary>Whether that line was the last for this window.</summary>
    public bool Spend(int chars)
    {
        _spent += Math.Max(chars, LeastPerLine);
        return _spent >= Budget;
    }

    /// <summary>Returns with the next window.</summary>
    public async Task RestAsync(CancellationToken ct)
    {
        if (Window - clock.GetElapsedTime(_began) is { Ticks: > 0 } rest)
            await Task.Delay(rest, clock, ct);
        var earned = (long)(clock.GetElapsedTime(_began) / Window * SteadyPerWindow);
        _saved = (int)Math.Clamp(_saved - _spent + earned, 0, MostSaved);
        (_began, _spent) = (clock.GetTimestamp(), 0);
    }
}
