using MudBlazor;

namespace Rtm.Console.Components.Layout;

/// <summary>One theme, two palettes. Every colour that carries text keeps 4.5 : 1 on every surface it appears on.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Fonts = ["Roboto", "system-ui", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1d4f91",
            Background = "#f3f5f8",
            BackgroundGray = "#e9edf2",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#16202c",
            DrawerBackground = "#ffffff",
            DrawerText = "#16202c",
            DrawerIcon = "#46566a",
            TextPrimary = "#16202c",
            TextSecondary = "#4a5a6d",
            ActionDefault = "#46566a",
            Success = "#17623a",
            Warning = "#7d4a00",
            Error = "#a61b1b",
            Info = "#1d4f91",
            Divider = "#d4dbe3",
            TableLines = "#e2e7ed",
            LinesDefault = "#d4dbe3",
            LinesInputs = "#76869a",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8fbcff",
            PrimaryContrastText = "#0b1a2e",
            Background = "#0e141b",
            BackgroundGray = "#1c2631",
            Surface = "#151d26",
            AppbarBackground = "#151d26",
            AppbarText = "#e6ecf3",
            DrawerBackground = "#151d26",
            DrawerText = "#e6ecf3",
            DrawerIcon = "#a9b8c9",
            TextPrimary = "#e6ecf3",
            TextSecondary = "#a9b8c9",
            ActionDefault = "#a9b8c9",
            Success = "#74d3a0",
            Warning = "#f0b866",
            Error = "#ff9c94",
            Info = "#8fbcff",
            Divider = "#2c3947",
            TableLines = "#232e3a",
            LinesDefault = "#2c3947",
            LinesInputs = "#7c8da1",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".875rem" },
            H5 = new H5Typography { FontFamily = Fonts, FontSize = "1.375rem", FontWeight = "500" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "208px", AppbarHeight = "56px" },
    };
}
