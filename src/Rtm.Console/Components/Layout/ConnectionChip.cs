using System.Collections.Immutable;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Layout;

/// <summary>One chip of the bar: an engine, or several in the same phase where there are too many to name (then without a name).</summary>
internal sealed record ConnectionChip(string Key, string Name, ConnectionWords Words, string Title)
{
    /// <summary>More engines than this don't get a chip each.</summary>
    public const int MostChips = 3;

    private static readonly TimeSpan SkewWorthSaying = TimeSpan.FromSeconds(2);

    /// <summary>What is not live comes first: it is what must not be cut off.</summary>
    public static ImmutableArray<ConnectionChip> Of(IReadOnlyList<BoardSnapshot> boards, DateTimeOffset now)
    {
        var live = boards.Where(IsLive).Select(b => One(b, now)).ToList();
        var silent = boards.Where(b => !IsLive(b)).Select(b => One(b, now)).ToList();
        return boards.Count <= MostChips ? [.. silent, .. live]
            : [.. silent.Count < MostChips ? silent : ByPhase(silent), .. ByPhase(live)];
    }

    private static bool IsLive(BoardSnapshot board) => board.Connection.Phase == ConnectionPhase.Live;

    private static ConnectionChip One(BoardSnapshot board, DateTimeOffset now)
    {
        var words = ConnectionWords.Of(board, now);
        return new(board.Engine, SafeText.Of(board.Engine, 40), words, TitleOf(board));
    }

    private static IEnumerable<ConnectionChip> ByPhase(IEnumerable<ConnectionChip> chips) => chips.GroupBy(c => c.Words.Phase).Select(phase =>
    {
        var count = phase.Count();
        var words = phase.First().Words;
        return new ConnectionChip($"{phase.Key} in all", "", words with { Phase = $"{count} {phase.Key.ToLowerInvariant()}", Detail = "" },
            string.Join(", ", phase.Select(c => c.Name)));
    });

    private static string TitleOf(BoardSnapshot board)
    {
        var told = board.Connection.Reason is { } reason ? SafeText.Of(reason)
            : board.Info is { } info ? SafeText.Of($"Docker Engine {info.Version}, API {info.ApiVersion}, {info.OperatingSystem}") : "";
        return board.Info?.ClockSkew is { } skew && skew.Duration() > SkewWorthSaying
            ? $"{told}; engine clock {TimeWords.Duration(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead" : "behind")}" : told;
    }
}
