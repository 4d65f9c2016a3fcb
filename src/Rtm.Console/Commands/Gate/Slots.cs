using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>One command at a time on one thing: a container, an image to pull, a name to run.</summary>
internal sealed class Slots(OperationBoard operations)
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, string ActionId)> _taken = [];

    /// <summary>Takes the slot, or says whose it is.</summary>
    public IDisposable? Take(CommandRequest request, out Operation? holder)
    {
        var keys = KeysOf(request);
        lock (_lock)
        {
            foreach (var taken in _taken.Where(t => keys.Contains(t.Key)))
            {
                // Kill now is what a person wants who sees a stop wait.
                var other = operations.Current.Find(taken.ActionId);
                if (request.Action == CommandAction.Kill && other is { Phase: OperationPhase.Asking, GraceEndsAt: not null })
                    continue;
                holder = other;
                return null;
            }

            holder = null;
            _taken.AddRange(keys.Select(key => (key, request.ActionId)));
            return new Slot(this, keys, request.ActionId);
        }
    }

    private static string[] KeysOf(CommandRequest request) => request switch
    {
        RecreateCommand recreate => [OfContainer(recreate), OfName(recreate, recreate.Spec)],
        ContainerCommand command => [OfContainer(command)],
        PullCommand pull => [$"{request.Engine}/image/{pull.Image}"],
        RunCommand run => [OfName(run, run.Spec)],
        _ => [request.ActionId],
    };

    private static string OfContainer(ContainerCommand command) => $"{command.Engine}/container/{command.ContainerId}";

    private static string OfName(CommandRequest request, RunSpec spec) => $"{request.Engine}/name/{spec.Name}";

    private sealed class Slot(Slots slots, string[] keys, string actionId) : IDisposable
    {
        public void Dispose()
        {
            lock (slots._lock)
                slots._taken.RemoveAll(t => keys.Contains(t.Key) && t.ActionId == actionId);
        }
    }
}
