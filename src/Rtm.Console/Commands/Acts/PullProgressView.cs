using System.Threading.Channels;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Turns a pull's reports, hundreds a second, into a few states a second that everyone may see.</summary>
internal sealed class PullProgressView : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Channel<PullProgress> _reports = Channel.CreateBounded<PullProgress>(new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly List<PullLayer> _layers = [];
    private readonly string _actionId;
    private readonly OperationBoard _operations;
    private readonly TimeProvider _clock;
    private readonly Task _reading;
    private string _words = "";

    public PullProgressView(string actionId, OperationBoard operations, TimeProvider clock)
    {
        (_actionId, _operations, _clock) = (actionId, operations, clock);
        _reading = Task.Run(ReadAsync);
    }

    public ChannelWriter<PullProgress> Writer => _reports.Writer;

    public async ValueTask DisposeAsync()
    {
        _reports.Writer.TryComplete();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var begun = _clock.GetTimestamp();
        var shown = begun;
        var isFirst = true;
        while (await _reports.Reader.WaitToReadAsync())
        {
            while (_reports.Reader.TryRead(out var report))
                Take(report);
            if (!isFirst && _clock.GetElapsedTime(shown) < Pause)
                continue;
            Show(_clock.GetElapsedTime(begun));
            (isFirst, shown) = (false, _clock.GetTimestamp());
        }

        Show(_clock.GetElapsedTime(begun));
    }

    private void Take(PullProgress report)
    {
        // The tag's own words ("Pulling from game/engine") carry the tag where a layer has its id.
        if (report.LayerId.Length == 0 || report.Status.StartsWith("Pulling from", StringComparison.Ordinal))
        {
            _words = report.Status;
            return;
        }

        var index = _layers.FindIndex(layer => layer.Id == report.LayerId);
        var before = index < 0 ? new PullLayer(report.LayerId, "", 0, null) : _layers[index];
        var isDownload = report.Status == "Downloading";
        var now = before with
        {
            Status = report.Status,
            TotalBytes = isDownload ? report.TotalBytes ?? before.TotalBytes : before.TotalBytes,
            CurrentBytes = isDownload ? report.CurrentBytes ?? before.CurrentBytes : IsHere(report.Status) ? before.TotalBytes ?? before.CurrentBytes : before.CurrentBytes,
        };
        if (index < 0)
            _layers.Add(now);
        else
            _layers[index] = now;
    }

    private static bool IsHere(string status) => status is "Download complete" or "Verifying Checksum" or "Extracting" or "Pull complete";

    private void Show(TimeSpan elapsed)
    {
        var state = new PullState([.. _layers], _words, null);
        if (elapsed > TimeSpan.FromSeconds(1))
            state = state with { BytesPerSecond = state.CurrentBytes / elapsed.TotalSeconds };
        _operations.Change(_actionId, operation => operation with { Pull = state });
    }
}
