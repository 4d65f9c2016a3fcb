using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>Draws the cells of rows, and remembers those that were drawn last: a page asks for the same ones with each new row.</summary>
internal sealed class RowPainter : IDisposable
{
    /// <summary>Twice as many are kept at most; one takes about 3 KiB.</summary>
    public const int Most = 1024;

    // Rows need nothing of the host's.
    private readonly ServiceProvider _nothing = new ServiceCollection().BuildServiceProvider();
    private readonly Lock _lock = new();
    private Dictionary<(TimelinePlace, RowColumns), TimelineItem> _young = [];
    private Dictionary<(TimelinePlace, RowColumns), TimelineItem> _old = [];

    /// <summary>The same rows with their markup.</summary>
    public List<TimelineItem> Paint(IEnumerable<TimelineItem> items, RowColumns columns)
    {
        HtmlRenderer? renderer = null;
        try
        {
            return [.. items.Select(item => item.Entry is TimelineGap ? item : item with { Markup = Known(item, columns) ?? New(item) })];
        }
        finally
        {
            renderer?.Dispose();
        }

        // A renderer keeps all it has drawn: each of these lives no longer than this call.
        RowMarkup New(TimelineItem item)
        {
            renderer ??= new(_nothing, NullLoggerFactory.Instance);
            var markup = new RowMarkup(Draw(renderer, TimelineRows.TimeCell(item)), Draw(renderer, TimelineRows.Cells(item, columns)));
            Remember(item with { Markup = markup }, columns);
            return markup;
        }
    }

    public void Dispose() => _nothing.Dispose();

    // Nobody else uses its dispatcher, so what is drawn is drawn here and now.
    private static MarkupString Draw(HtmlRenderer renderer, RenderFragment cells) => new(renderer.Dispatcher.InvokeAsync(
        () => renderer.BeginRenderingComponent<Bare>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Bare.Content)] = cells })).ToHtmlString())
        .GetAwaiter().GetResult());

    private RowMarkup? Known(TimelineItem item, RowColumns columns)
    {
        var key = (item.Place, columns);
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var known))
                return known.LooksLike(item) ? known.Markup : null;
            if (!_old.TryGetValue(key, out known) || !known.LooksLike(item))
                return null;
            Keep(key, known);
            return known.Markup;
        }
    }

    private void Remember(TimelineItem item, RowColumns columns)
    {
        lock (_lock)
            Keep((item.Place, columns), item);
    }

    private void Keep((TimelinePlace, RowColumns) key, TimelineItem item)
    {
        if (_young.Count >= Most)
            (_old, _young) = (_young, []);
        _young[key] = item;
    }

    private sealed class Bare : ComponentBase
    {
        [Parameter, EditorRequired] public required RenderFragment Content { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => Content(builder);
    }
}
