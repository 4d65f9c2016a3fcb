using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>Draws text with marked places. Everything goes through the renderer's encoding.</summary>
internal static class Marked
{
    public static RenderFragment Text(string text, IReadOnlyList<TextRange> hits, string css = "hit") => builder => Draw(builder, text, hits, css);

    public static void Draw(RenderTreeBuilder builder, string text, IReadOnlyList<TextRange> hits, string css)
    {
        var at = 0;
        foreach (var hit in hits)
        {
            if (hit.Start > at)
                builder.AddContent(0, text[at..hit.Start]);
            builder.OpenElement(1, "mark");
            builder.AddAttribute(2, "class", css);
            builder.AddContent(3, text.Substring(hit.Start, hit.Length));
            builder.CloseElement();
            at = hit.End;
        }

        if (at < text.Length)
            builder.AddContent(4, at == 0 ? text : text[at..]);
    }
}
