using System.Globalization;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>
/// The steps by which a new container takes an old one's place. The old one is set aside, not thrown away, until the new one is well; when the new one
/// can't be run it is put back.
/// </summary>
internal sealed class Replacement(
    RecreateCommand command, ContainerDetails old, CommandPlan run, EngineDesk desk, CommandOptions options, OperationBoard operations, ActHistory acts, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly Effect Gone = new(["destroy"], shown => shown is null);

    private readonly IDockerEngine _engine = desk.Engine;

    /// <summary>Whether the old one runs, and has to be stopped.</summary>
    public bool Stops { get; } = ContainerStates.IsUp(old.Status);

    /// <summary>What the old one is called meanwhile.</summary>
    private string Aside { get; } = $"{old.Name}{AsideSuffix(old)}";

    /// <summary>Whether a container is an old one that was set aside.</summary>
    public static bool IsAside(ContainerDetails container) => container.Name.EndsWith(AsideSuffix(container), StringComparison.Ordinal);

    /// <summary>What is sent, in this order; the new one's body with secrets masked.</summary>
    public IEnumerable<string> Requests
    {
        get
        {
            if (Stops)
                yield return string.Create(CultureInfo.InvariantCulture, $"POST /containers/{old.Id}/stop?t={command.Grace.TotalSeconds:0}");
            yield return $"POST /containers/{old.Id}/rename?name={Aside}";
            yield return run.Request;
            yield return $"DELETE /containers/{old.Id}";
        }
    }

    /// <summary>Gives the new container's id once the old one is gone.</summary>
    /// <exception cref="BrokenOffException">It did not come to its end.</exception>
    public async Task<string> CarryOutAsync(CancellationToken ct)
    {
        var watch = new EffectWatch(desk.Board, desk.Timeline, clock);
        if (Stops)
            await StopAsync(ct);
        // From here to the start nothing waits long, and nothing may be left half-way: the console's end does not cut it off.
        await SetAsideAsync();
        var id = await RunAsync();
        acts.Change(command.ActionId, act => act with { Produced = id });
        await WaitUntilWellAsync(id, ct);
        await RemoveAsync(id, watch, ct);
        return id;
    }

    private async Task StopAsync(CancellationToken ct)
    {
        Say("Stopping the old container");
        try
        {
            await _engine.StopAsync(old.Id, command.Grace, ct);
        }
        catch (EngineException error)
        {
            throw BrokenOff($"The old container was not replaced: {Said(error)}", "Look at it before you repeat it: it may still stop.", old.Id);
        }
    }

    private async Task SetAsideAsync()
    {
        operations.Change(command.ActionId, o => o with { GraceEndsAt = null, Step = "Setting the old container aside" });
        try
        {
            await _engine.RenameAsync(old.Id, Aside, CancellationToken.None);
        }
        catch (EngineException error)
        {
            throw BrokenOff($"The old container could not be set aside: {Said(error)} {await PutBackAsync(renamed: false)}", "", old.Id);
        }
    }

    private async Task<string> RunAsync()
    {
        Say("Running the new container");
        try
        {
            return await run.Act(CancellationToken.None);
        }
        catch (EngineException error)
        {
            throw BrokenOff($"The new container could not be run: {Said(error)} {await PutBackAsync(renamed: true)}", "Change what it says, and try again.", old.Id);
        }
    }

    private async Task<string> PutBackAsync(bool renamed)
    {
        Say("Putting the old container back");
        try
        {
            if (renamed)
                await _engine.RenameAsync(old.Id, old.Name, CancellationToken.None);
            if (!Stops)
                return $"{old.Name} is as it was.";
            await _engine.StartAsync(old.Id, CancellationToken.None);
            return $"{old.Name} was started again as it was.";
        }
        catch (EngineException error)
        {
            return $"It could not be put back either: {Said(error)} Look for it as {Aside} or {old.Name}.";
        }
    }

    private async Task WaitUntilWellAsync(string id, CancellationToken ct)
    {
        Say("Waiting until the new container is well");
        var begun = clock.GetTimestamp();
        while (true)
        {
            var board = desk.Board.Current;
            var (wellness, words) = RunWell.Judge(board.Containers.GetValueOrDefault(id), clock.GetElapsedTime(begun), board.EngineTime(clock.GetUtcNow()), options);
            if (wellness == Wellness.Ill)
                throw NotWell(id, words);
            if (wellness == Wellness.Well)
                break;
            await Task.Delay(Pause, clock, ct);
        }

        // A board whose events are late shows what was; what comes now can't be undone.
        if (await NowAsync(id) is { Length: > 0 } otherwise)
            throw NotWell(id, otherwise);
    }

    private async Task<string> NowAsync(string id)
    {
        try
        {
            var now = await _engine.InspectContainerAsync(id, CancellationToken.None);
            return now is { Status: "running", Health: null or "healthy" } ? "" : $"It is {now.Health ?? now.Status}.";
        }
        catch (EngineException error)
        {
            return Said(error);
        }
    }

    private BrokenOffException NotWell(string id, string words) => BrokenOff(
        $"The new container was started, but is not well: {words} The old one is kept, stopped, as {Aside}.",
        "Read the new one's log. To go back, remove the new one, then recreate the old one under its name.",
        id);

    private async Task RemoveAsync(string id, EffectWatch watch, CancellationToken ct)
    {
        Say("Removing the old container");
        try
        {
            await _engine.RemoveAsync(old.Id, CancellationToken.None);
        }
        catch (EngineException error)
        {
            throw BrokenOff($"The new container is well, but the old one could not be removed: {Said(error)}", $"It is kept, stopped, as {Aside}: remove it.", id);
        }

        if (!await watch.SeenAsync(old.Id, Gone, options.ProofDeadline, ct))
            throw new BrokenOffException(CommandResult.Unproven, $"The new container is well, and the engine accepted the removal of the old one; its event did not come within {options.ProofDeadline.TotalSeconds:0} s.", $"Look whether {Aside} is gone.", id);
    }

    // The daemon's own words may end as they like; here more is said after them.
    private static string Said(EngineException error) => error.Message.EndsWith('.') ? error.Message : $"{error.Message}.";

    private static string AsideSuffix(ContainerDetails container) => $"-old-{container.Id[..6]}";

    private void Say(string step) => operations.Change(command.ActionId, o => o with { Step = step });

    private static BrokenOffException BrokenOff(string words, string advice, string produced) => new(CommandResult.Failed, words, advice, produced);
}
