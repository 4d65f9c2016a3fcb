using System.Text;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>How a terminal would draw a piece of text, as far as that is harmless: nothing hides, blinks or moves.</summary>
internal readonly record struct AnsiStyle
{
    public bool Bold { get; init; }

    public bool Dim { get; init; }

    public bool Italic { get; init; }

    public bool Underline { get; init; }

    public bool Strike { get; init; }

    /// <summary>One of the sixteen colours, plus one; 0 for the text's own.</summary>
    public byte Foreground { get; init; }

    public byte Background { get; init; }

    /// <summary>CSS classes; empty for plain text.</summary>
    public string Css
    {
        get
        {
            if (this == default)
                return "";
            var css = new StringBuilder();
            Add(Bold, "a-bold");
            Add(Dim, "a-dim");
            Add(Italic, "a-italic");
            Add(Underline, "a-underline");
            Add(Strike, "a-strike");
            Add(Foreground > 0, $"a-fg{Foreground - 1}");
            Add(Background > 0, $"a-bg{Background - 1}");
            return css.ToString();

            void Add(bool wanted, string name)
            {
                if (wanted)
                    css.Append(css.Length > 0 ? " " : "").Append(name);
            }
        }
    }

    /// <summary>This style after the numbers of one SGR sequence; what is unknown changes nothing.</summary>
    public AnsiStyle With(ReadOnlySpan<int> codes)
    {
        var style = this;
        for (var i = 0; i < codes.Length; i++)
        {
            var code = codes[i];
            if (code is 38 or 48)
            {
                i += AnsiPalette.Read(codes[(i + 1)..], out var color);
                if (color is { } found)
                    style = code == 38 ? style with { Foreground = (byte)(found + 1) } : style with { Background = (byte)(found + 1) };
            }
            else
            {
                style = style.With(code);
            }
        }

        return style;
    }

    private AnsiStyle With(int code) => code switch
    {
        0 => default,
        1 => this with { Bold = true },
        2 => this with { Dim = true },
        3 => this with { Italic = true },
        4 => this with { Underline = true },
        // Reversed: colours change places; without any it is a mark, which a background is.
        7 => this with { Foreground = Background, Background = Foreground > 0 ? Foreground : (byte)8 },
        9 => this with { Strike = true },
        22 => this with { Bold = false, Dim = false },
        23 => this with { Italic = false },
        24 => this with { Underline = false },
        27 => this with { Background = 0 },
        29 => this with { Strike = false },
        >= 30 and <= 37 => this with { Foreground = (byte)(code - 29) },
        39 => this with { Foreground = 0 },
        >= 40 and <= 47 => this with { Background = (byte)(code - 39) },
        49 => this with { Background = 0 },
        >= 90 and <= 97 => this with { Foreground = (byte)(code - 81) },
        >= 100 and <= 107 => this with { Background = (byte)(code - 91) },
        _ => this,
    };
}
