namespace Rtm.Console.Components.Common;

/// <summary>
/// What a page has put into the address bar and the browser has not confirmed yet. The confirmation is an echo and nobody's wish: taken for one, it
/// would undo what was chosen since.
/// </summary>
internal sealed class SentAddresses
{
    private readonly Queue<string> _sent = new();

    public void Send(string query) => _sent.Enqueue(query);

    /// <summary>Whether the browser only confirms what was sent. It confirms in order, so older ones are not waited for any more.</summary>
    public bool IsEcho(string query)
    {
        if (!_sent.Contains(query))
            return false;
        while (_sent.Dequeue() != query)
        {
            // It was replaced before the browser came to it.
        }

        return true;
    }
}
