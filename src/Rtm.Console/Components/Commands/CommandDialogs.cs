using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Rtm.Console.Components.Commands;

/// <summary>Opens the dialogs, all of them alike: Escape leaves, a click beside it doesn't, and the focus returns to where it came from.</summary>
public sealed class CommandDialogs(IDialogService dialogs)
{
    private static readonly DialogOptions Narrow = Of(MaxWidth.Small);
    private static readonly DialogOptions Wide = Of(MaxWidth.Large);

    /// <summary>Ends when the dialog is closed.</summary>
    public async Task ShowAsync<T>(DialogParameters<T> parameters, bool wide = false)
        where T : IComponent
    {
        var dialog = await dialogs.ShowAsync<T>("", parameters, wide ? Wide : Narrow);
        await dialog.Result;
        if (dialog.Dialog is ILeavable left)
            left.Left();
    }

    private static DialogOptions Of(MaxWidth width) => new()
    {
        MaxWidth = width,
        FullWidth = true,
        CloseOnEscapeKey = true,
        // What was typed must not go with a slip of the mouse.
        BackdropClick = false,
        CloseOnNavigation = true,
        // The first field; whoever draws a form again sets the same.
        DefaultFocus = DefaultFocus.FirstChild,
    };
}
