namespace Rtm.Console.Components.Common;

/// <summary>The short rest after a key: the next key begins it anew. For one field of one component, on its renderer's context.</summary>
internal sealed class TypingPause(TimeSpan length)
{
    private int _turn;

    /// <summary>Waits until the typing rests.</summary>
    /// <returns>False where another key came, it was called off, or the component has gone: then there is nothing to do.</returns>
    public async Task<bool> RestsAsync(TimeProvider time, CancellationToken gone)
    {
        var turn = ++_turn;
        await Task.Delay(length, time, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return turn == _turn && !gone.IsCancellationRequested;
    }

    /// <summary>What was typed has been taken already.</summary>
    public void CallOff() => _turn++;
}
