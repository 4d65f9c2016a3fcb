using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Rtm.Console.Inspection;
using Rtm.Docker;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>Draws log rows. Static: a component a row would cost five times as much.</summary>
internal static class LogLines
{
    public static RenderFragment Draw(IEnumerable<LogRow> rows, TextSearch? search, bool times, long? marked) => builder =>
    {
        foreach (var row in rows)
        {
            builder.OpenElement(0, "div");
            builder.SetKey(row.Number);
            if (row.IsNote)
                Note(builder, row);
            else
                Line(builder, row, search, times, row.Number == marked);
            builder.CloseElement();
        }
    };

    private static void Note(RenderTreeBuilder builder, LogRow row)
    {
        builder.AddAttribute(10, "class", "ln note");
        builder.AddContent(11, row.Text);
    }

    private static void Line(RenderTreeBuilder builder, LogRow row, TextSearch? search, bool times, bool marked)
    {
        var text = AnsiText.Parse(row.Text);
        var level = LogLevels.Of(text.Text);
        var isError = row.Source == LogSource.Stderr;
        builder.AddAttribute(20, "class", $"ln {LogLevels.Css(level)}{(isError ? " err" : "")}{(marked ? " at" : "")}");
        builder.AddAttribute(21, "data-row", row.Number.ToString(CultureInfo.InvariantCulture));
        builder.AddMarkupContent(22, Badge(level, isError));
        if (times)
        {
            builder.OpenElement(24, "span");
            builder.AddAttribute(25, "class", "tm");
            builder.AddContent(26, row.Time?.UtcDateTime.ToString("MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture) ?? "no time ");
            builder.CloseElement();
        }

        Text(builder, text, search?.In(text.Text) ?? []);
        if (row.IsCut)
            builder.AddMarkupContent(27, """<span class="cut"> … line cut</span>""");
    }

    // Constant markup, nothing of the container's. The word of the stream is there for who can't see the bar beside the line.
    private static string Badge(LineLevel level, bool isError) => (level, isError) switch
    {
        (LineLevel.None, false) => """<span class="lv"></span>""",
        (LineLevel.None, true) => """<span class="lv"><span class="visually-hidden">stderr </span></span>""",
        (_, false) => $"""<span class="lv">{LogLevels.Word(level)} </span>""",
        (_, true) => $"""<span class="lv">{LogLevels.Word(level)} <span class="visually-hidden">stderr </span></span>""",
    };

    private static void Text(RenderTreeBuilder builder, AnsiText text, IReadOnlyList<TextRange> hits)
    {
        if (text.Spans.Count == 0)
        {
            builder.OpenRegion(30);
            Marked.Draw(builder, text.Text, hits, "hit");
            builder.CloseRegion();
            return;
        }

        foreach (var span in text.Spans)
        {
            var css = span.Style.Css;
            builder.OpenElement(31, "span");
            if (css.Length > 0)
                builder.AddAttribute(32, "class", css);
            builder.OpenRegion(33);
            Marked.Draw(builder, text.Text.Substring(span.Start, span.Length), Inside(hits, span), "hit");
            builder.CloseRegion();
            builder.CloseElement();
        }
    }

    // A hit that crosses a change of colour is marked in both pieces.
    private static List<TextRange> Inside(IReadOnlyList<TextRange> hits, AnsiSpan span)
    {
        var inside = new List<TextRange>();
        foreach (var hit in hits)
        {
            var start = Math.Max(hit.Start, span.Start);
            var end = Math.Min(hit.End, span.Start + span.Length);
            if (start < end)
                inside.Add(new(start - span.Start, end - start));
        }

        return inside;
    }
}
