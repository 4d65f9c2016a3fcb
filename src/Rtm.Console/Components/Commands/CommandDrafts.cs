namespace Rtm.Console.Components.Commands;

/// <summary>What a person typed into dialogs that they left, for as long as their page lives: leaving loses nothing.</summary>
public sealed class CommandDrafts
{
    private readonly Dictionary<string, object> _drafts = new(StringComparer.Ordinal);

    public T For<T>(string key)
        where T : class, new()
    {
        if (_drafts.GetValueOrDefault(key) is T draft)
            return draft;
        var fresh = new T();
        _drafts[key] = fresh;
        return fresh;
    }

    public void Forget(string key) => _drafts.Remove(key);
}
