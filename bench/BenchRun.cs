using System.Globalization;

namespace Rtm.Bench;

/// <summary>One thing that is measured, by itself.</summary>
internal interface IBench
{
    string Name { get; }

    string Measures { get; }

    /// <summary>Whether it measures on the real engine of the run.</summary>
    bool NeedsEngine => false;

    Task RunAsync(BenchRun run, CancellationToken ct);
}

/// <summary>What all benches of a run share, and what they found.</summary>
internal sealed class BenchRun(string endpoint, TimeSpan duration)
{
    private readonly List<string> _missed = [];

    /// <summary>The real engine, emptied.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>How long a load lasts.</summary>
    public TimeSpan Duration { get; } = duration;

    public IReadOnlyList<string> AllMissed => _missed;

    public void Missed(string what) => _missed.Add(what);

    /// <summary>One row of the table; a limit that is missed fails the run.</summary>
    public void Found(string bench, string what, double value, string unit, double? atMost = null)
    {
        var isMissed = atMost is { } limit && value > limit;
        if (isMissed)
            Missed($"{bench}: {what}");
        System.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {bench} | {what} | {value:0.##} {unit} | {(atMost is null ? "" : $"{atMost:0.##} {unit}")}{(isMissed ? " (missed)" : "")} |"));
    }

    public static void Head()
    {
        System.Console.WriteLine("| bench | what | measured | at most |");
        System.Console.WriteLine("| --- | --- | ---: | ---: |");
    }
}
