using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Rtm.Console.Inspection;

namespace Rtm.Console.Components.ContainerTabs.Stats;

/// <summary>A line over the last minutes, as one SVG path. It says nothing that isn't written beside it, so screen readers pass it by.</summary>
internal static class Sparkline
{
    private const int Width = 300;
    private const int Height = 48;

    /// <param name="points">Oldest first.</param>
    /// <param name="value">What is drawn; null leaves a hole.</param>
    /// <param name="most">The top of the scale; at least what is drawn.</param>
    public static RenderFragment Draw(IReadOnlyList<StatsPoint> points, Func<StatsPoint, double?> value, double most) => builder =>
    {
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", "spark");
        builder.AddAttribute(2, "viewBox", $"0 0 {Width} {Height}");
        builder.AddAttribute(3, "preserveAspectRatio", "none");
        builder.AddAttribute(4, "aria-hidden", "true");
        builder.OpenElement(5, "path");
        builder.AddAttribute(6, "d", Path(points, value, most));
        builder.AddAttribute(7, "vector-effect", "non-scaling-stroke");
        builder.CloseElement();
        builder.CloseElement();
    };

    /// <summary>From right to left are <see cref="StatsWindow.Length"/>: a line that just began stands at the right.</summary>
    public static string Path(IReadOnlyList<StatsPoint> points, Func<StatsPoint, double?> value, double most)
    {
        if (points.Count == 0)
            return "";
        var end = points[^1].At;
        var top = Math.Max(most, points.Max(p => value(p) ?? 0));
        var path = new StringBuilder();
        var drawing = false;
        foreach (var point in points)
        {
            if (value(point) is not { } height || !double.IsFinite(height))
            {
                drawing = false;
                continue;
            }

            var x = Width * (1 - (end - point.At) / StatsWindow.Length);
            var y = Height - 1 - (Height - 2) * (top > 0 ? Math.Clamp(height / top, 0, 1) : 0);
            path.Append(CultureInfo.InvariantCulture, $"{(drawing ? 'L' : 'M')}{x:0.#} {y:0.#}");
            drawing = true;
        }

        return path.ToString();
    }
}
