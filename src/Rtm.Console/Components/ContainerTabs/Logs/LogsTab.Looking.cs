using Rtm.Console.Inspection;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>Where in the log somebody looks: held still, at a match, at a time.</summary>
public sealed partial class LogsTab
{
    private string StateLine => Follower.Phase switch
    {
        LogPhase.Opening => "Reading …",
        LogPhase.Following when _paused is not null => $"Paused at {LineCount}",
        LogPhase.Following => $"Live, {LineCount}",
        LogPhase.Full => $"The first {LineCount} from the chosen time",
        LogPhase.Failed => LineCount,
        _ when _choice.From is not null => $"{LineCount} from the chosen time",
        _ => $"{LineCount}; the log ends here, because the container does not run",
    };

    private string LineCount => Shown.Count == 1 ? "1 line" : $"{Count(Shown.Count)} lines";

    private string NewLines => (_view.End - Shown.End) switch
    {
        0 => "No new lines",
        1 => "1 new line",
        var lines => $"{Count(lines)} new lines",
    };

    private string HitsLine => _search switch
    {
        null or { Search.Fault: not null } => "",
        { Hits.Count: 0 } => "No matches",
        { Hits: var hits } when _mark is { } mark && _search.IndexOf(mark) is var at && at < hits.Count && hits[at] == mark => $"{Count(at + 1)} of {Count(hits.Count)}",
        { Hits.Count: 1 } => "1 match",
        { Hits: var hits } => $"{Count(hits.Count)} matches",
    };

    private string EmptyLine => Follower.Phase switch
    {
        _ when OnlyHits && Shown.Count > 0 => "No line matches the search.",
        LogPhase.Opening => "Reading the log …",
        LogPhase.Following => "No lines yet. New ones appear here by themselves.",
        LogPhase.Failed => "Nothing was read.",
        _ => "There are no lines.",
    };

    private static long Pixels(int rows) => (long)rows * RowHeight;

    private async Task Pause()
    {
        Hold();
        await FollowInBrowserAsync(false);
    }

    private void Hold() => _paused ??= _view;

    private async Task ResumeAsync()
    {
        (_paused, _mark) = (null, null);
        _view = Follower.Ring.View();
        await LookAsync();
        StateHasChanged();
        await FollowInBrowserAsync(true);
    }

    /// <summary>To the next match, or the one before; round at the ends.</summary>
    private async Task StepAsync(int step)
    {
        if (_search is not { Search.Fault: null } search)
            return;
        Hold();
        await ScanAsync(search);
        if (search.Hits.Count == 0)
            return;
        var at = _mark is { } mark ? search.IndexOf(mark) + step
            // The newest first: that is where somebody looks who comes to find out what went wrong.
            : step < 0 || _mark is null ? search.Hits.Count - 1 : 0;
        Show(search.Hits[(at + search.Hits.Count) % search.Hits.Count]);
    }

    private async Task JumpAsync(DateTimeOffset time)
    {
        var view = Shown;
        var number = view.FirstAt(time);
        // What is not among the rows here is read anew, from that time on.
        if (view.Count == 0 || (number == view.First && view[number].Time > time) || number == view.End)
        {
            await ChooseAsync(_choice with { From = time });
            return;
        }

        Hold();
        if (_choice.OnlyHits)
            await ChooseAsync(_choice with { OnlyHits = false });
        Show(number);
    }

    private void Show(long number)
    {
        _mark = number;
        var index = IndexOf(number);
        _window = LogWindow.Around(index, Total, MostRows);
        _toShow = (index, number);
    }

    /// <summary>In a wrapped log, which is drawn in parts: the part before, or the one after.</summary>
    private void Page(int step)
    {
        Hold();
        var edge = step < 0 ? _window.First : _window.End - 1;
        var number = NumberAt(edge);
        _window = LogWindow.Around(edge + step * MostRows / 2, Total, MostRows);
        _toShow = (edge, number);
    }
}
