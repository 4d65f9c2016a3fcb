namespace Rtm.Console.Commands;

/// <summary>One command at a time on one thing: a container, an image to pull, a name to run.</summary>
internal sealed class Slots(OperationBoard operations)
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, string ActionId, CommandAction Action)> _taken = [];

    /// <summary>Takes the slot, or says whose it is.</summary>
    public IDisposable? Take(CommandRequest request, out Operation? holder)
    {
        var key = KeyOf(request);
        lock (_lock)
        {
            foreach (var taken in _taken.Where(t => t.Key == key))
            {
                // Kill now is what a person wants who sees a stop wait.
                var other = operations.Current.Find(taken.ActionId);
                if (request.Action == CommandAction.Kill && other is { Action: CommandAction.Stop or CommandAction.Restart, Phase: OperationPhase.Asking })
                    continue;
                holder = other;
                return null;
            }

            holder = null;
            _taken.Add((key, request.ActionId, request.Action));
            return new Slot(this, key, request.ActionId);
        }
    }

    private static string KeyOf(CommandRequest request) => request switch
    {
        ContainerCommand command => $"{request.Engine}/container/{command.ContainerId}",
        PullCommand pull => $"{request.Engine}/image/{pull.Image}",
        RunCommand run => $"{request.Engine}/name/{run.Spec.Name}",
        _ => request.ActionId,
    };

    private sealed class Slot(Slots slots, string key, string actionId) : IDisposable
    {
        public void Dispose()
        {
            lock (slots._lock)
                slots._taken.RemoveAll(t => t.Key == key && t.ActionId == actionId);
        }
    }
}
