using System.Collections.Immutable;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Containers;

/// <summary>Which rows changed under the eyes of whoever looks: not those of the first list, and not what was only read later.</summary>
internal sealed class ChangeMarks
{
    /// <summary>How long a mark lasts; a little longer than its animation.</summary>
    internal static readonly TimeSpan Lasts = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, ImmutableDictionary<string, BoardContainer>> _before = [];
    private readonly Dictionary<(string Engine, string Id), (int Mark, DateTimeOffset Until)> _marks = [];

    /// <summary>To be called with every new state of the boards.</summary>
    public void See(IEnumerable<BoardSnapshot> boards, DateTimeOffset now)
    {
        foreach (var board in boards.Where(b => b.AsOf is not null))
        {
            var isFirst = !_before.TryGetValue(board.Engine, out var before);
            _before[board.Engine] = board.Containers;
            if (isFirst || ReferenceEquals(before, board.Containers))
                continue;
            foreach (var (id, container) in board.Containers)
            {
                if (!before!.TryGetValue(id, out var known) || IsOther(known, container))
                    _marks[(board.Engine, id)] = (3 - Math.Max(1, _marks.GetValueOrDefault((board.Engine, id)).Mark), now + Lasts);
            }
        }

        foreach (var (key, _) in _marks.Where(m => m.Value.Until <= now))
            _marks.Remove(key);
    }

    /// <summary>1 or 2, another one for each change in a row, so that each is animated; 0 for a container that did not change lately.</summary>
    public int Of(BoardContainer container) => _marks.GetValueOrDefault((container.Engine, container.Id)).Mark;

    private static bool IsOther(BoardContainer before, BoardContainer after) =>
        !ReferenceEquals(before, after)
        && (before.Name != after.Name
            || before.Facts.State != after.Facts.State
            || before.Facts.Health != after.Facts.Health
            || IsOther(before.Facts.ExitCode, after.Facts.ExitCode)
            || IsOther(before.Facts.RestartCount, after.Facts.RestartCount)
            || IsOther(before.Facts.StartedAt, after.Facts.StartedAt));

    // A list knows less than an inspect: what becomes known did not happen now.
    private static bool IsOther<T>(T? before, T? after)
        where T : struct => before is not null && after is not null && !before.Equals(after);
}
