using Rtm.Console.Hubs;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>A subscriber that reads row by row.</summary>
internal sealed class StreamReading(TimelineStreams streams, TimelineFilter filter, string? cursor) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IAsyncEnumerator<TimelineBatch> _batches =
        streams.ReadAsync(filter, TimelineCursor.Parse(cursor), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    private readonly Queue<TimelineRow> _rows = [];

    /// <summary>Of the batch that was read last.</summary>
    public string? Cursor { get; private set; }

    public async Task<TimelineRow> NextAsync()
    {
        while (_rows.Count == 0)
        {
            Assert.True(await _batches.MoveNextAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken), "The stream ended.");
            Cursor = _batches.Current.Cursor;
            foreach (var row in _batches.Current.Rows)
                _rows.Enqueue(row);
        }

        return _rows.Dequeue();
    }

    public async Task<IReadOnlyList<TimelineRow>> TakeAsync(int count)
    {
        var rows = new List<TimelineRow>();
        while (rows.Count < count)
            rows.Add(await NextAsync());
        return rows;
    }

    public ValueTask DisposeAsync() => _batches.DisposeAsync();
}
