using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Rtm.Console.Components.Commands;

internal static class BrowserFocus
{
    /// <summary>Sets the focus. That the element or the browser is gone by then is nobody's fault.</summary>
    public static async Task ToAsync(ElementReference element)
    {
        if (element.Context is null)
            return;
        try
        {
            await element.FocusAsync();
        }
        catch (Exception ex) when (ex is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // Nothing to set it on: the person has moved on.
        }
    }
}

/// <summary>A dialog that wants to know that a person has left it.</summary>
internal interface ILeavable
{
    void Left();
}
