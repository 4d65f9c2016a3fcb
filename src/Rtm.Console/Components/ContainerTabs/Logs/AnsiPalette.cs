namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>Brings every colour a terminal knows down to the sixteen that the page draws readably on light and dark.</summary>
internal static class AnsiPalette
{
    private static readonly (int R, int G, int B)[] Sixteen =
    [
        (0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
        (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255),
    ];

    private static readonly int[] Steps = [0, 95, 135, 175, 215, 255];

    /// <summary>Reads what follows 38 or 48: <c>5;n</c> or <c>2;r;g;b</c>. Returns how many numbers belong to it.</summary>
    public static int Read(ReadOnlySpan<int> codes, out int? color)
    {
        color = codes switch
        {
            [5, >= 0 and < 16 and var n, ..] => n,
            [5, >= 16 and < 232 and var n, ..] => Nearest(Steps[(n - 16) / 36], Steps[(n - 16) / 6 % 6], Steps[(n - 16) % 6]),
            [5, >= 232 and < 256 and var n, ..] => Nearest(8 + (n - 232) * 10, 8 + (n - 232) * 10, 8 + (n - 232) * 10),
            [2, >= 0 and < 256 and var r, >= 0 and < 256 and var g, >= 0 and < 256 and var b, ..] => Nearest(r, g, b),
            _ => null,
        };
        return Math.Min(codes.Length, codes switch { [5, ..] => 2, [2, ..] => 4, _ => 0 });
    }

    private static int Nearest(int r, int g, int b)
    {
        var best = 0;
        for (var i = 1; i < Sixteen.Length; i++)
        {
            if (Distance(i, r, g, b) < Distance(best, r, g, b))
                best = i;
        }

        return best;
    }

    private static int Distance(int i, int r, int g, int b)
    {
        var (dr, dg, db) = (Sixteen[i].R - r, Sixteen[i].G - g, Sixteen[i].B - b);
        return dr * dr + dg * dg + db * db;
    }
}
