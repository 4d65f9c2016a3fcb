using System.Globalization;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Relay;

/// <summary>A console that is killed in the middle of a burst and started again: its history is complete, or says where it isn't.</summary>
public sealed class KilledConsoleTests : IDisposable
{
    /// <summary>With what comes after it still less than the engine remembers, however little of it was written.</summary>
    private const int BeforeKill = 120;

    /// <summary>More than the 256 that the engine remembers.</summary>
    private const int Missed = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string History => _folder.PathOf("history.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Console_KilledMidBurst_ReplaysWhatItMissedOnce()
    {
        await using var engine = await QuietEngine.StartAsync("killedshort", Ct);
        using var burst = await Burst.OnAsync(engine);
        await KillMidBurstAsync(engine, burst);

        await burst.RenameAsync(100);
        var rows = await AfterRestartAsync(engine, Burst.Name(BeforeKill + 100));

        Assert.Empty(rows.OfType<TimelineGap>());
        Assert.Equal(Enumerable.Range(1, BeforeKill + 100).Select(Burst.Name), Renames(rows));
    }

    [Fact]
    public async Task Console_KilledForLongerThanTheEngineRemembers_SaysWhatIsMissing()
    {
        await using var engine = await QuietEngine.StartAsync("killedlong", Ct);
        using var burst = await Burst.OnAsync(engine);
        await KillMidBurstAsync(engine, burst);

        await burst.RenameAsync(Missed);
        var rows = await AfterRestartAsync(engine, Burst.Name(BeforeKill + Missed));

        var gap = Assert.Single(rows.OfType<TimelineGap>());
        Assert.Equal(GapCause.ConsoleDown, gap.Cause);
        var heard = Renames(rows).ToList();
        Assert.Equal(heard.Distinct(), heard);
        Assert.All(burst.Times.Where(rename => !heard.Contains(rename.Name)), rename => Assert.InRange(rename.At, gap.From, gap.To));
    }

    /// <summary>A history that never had a row has nothing to continue, so the burst begins when the first is written.</summary>
    private async Task KillMidBurstAsync(PrivateEngine engine, Burst burst)
    {
        await using (await ConsoleProcess.StartAsync(engine, History, Ct))
        {
            await burst.RenameAsync(1);
            await Eventually.ValueAsync("the first row in the history", ReadAsync, rows => rows.OfType<TimelineEvent>().Any(e => e.Action == "rename"), Ct, Patience);
            await burst.RenameAsync(BeforeKill - 1);
        }
    }

    /// <summary>Starts the console once more, waits for the last rename in its history, and kills it again.</summary>
    private async Task<IReadOnlyList<TimelineEntry>> AfterRestartAsync(PrivateEngine engine, string last)
    {
        await using (await ConsoleProcess.StartAsync(engine, History, Ct))
        {
            await Eventually.ValueAsync("the last rename in the history", ReadAsync, rows => rows.OfType<TimelineEvent>().Any(e => e.Name == last), Ct, Patience);
            await Eventually.ValueAsync("every gap explained", ReadAsync, rows => rows.OfType<TimelineGap>().All(g => g.Changes is not null), Ct, Patience);
        }

        return await ReadAsync();
    }

    private static IEnumerable<string> Renames(IEnumerable<TimelineEntry> rows) => rows.OfType<TimelineEvent>().Where(e => e.Action == "rename").Select(e => e.Name);

    // Another reader of the same file: it doesn't write while the console holds it.
    private async Task<IReadOnlyList<TimelineEntry>> ReadAsync()
    {
        await using var history = await RunningHistory.StartAsync(new HistoryOptions { File = History }, Ct);
        return [.. (await history.Archive.ReadBeforeAsync(new(), null, 10_000, Ct)).Reverse()];
    }

    private sealed class Burst : IDisposable
    {
        private readonly RawEngine _raw;
        private readonly string _containerId;
        private readonly List<(string Name, DateTimeOffset At)> _times = [];

        private Burst(RawEngine raw, string containerId) => (_raw, _containerId) = (raw, containerId);

        /// <summary>Each rename, and when it was over by the clock that engine and test share.</summary>
        public IReadOnlyList<(string Name, DateTimeOffset At)> Times => _times;

        public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"game-{number}");

        public static async Task<Burst> OnAsync(PrivateEngine engine) =>
            new(new(engine), await engine.DockerAsync(Ct, "create", "--name", "game-0", "--label", $"{RelayedEngine.Owner}=rtm", SharedEngine.Image));

        public async Task RenameAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var name = Name(_times.Count + 1);
                await _raw.RenameAsync(_containerId, name, Ct);
                _times.Add((name, TimeProvider.System.GetUtcNow()));
            }
        }

        public void Dispose() => _raw.Dispose();
    }
}
