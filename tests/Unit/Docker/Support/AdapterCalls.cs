using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Every public method that asks the engine, under one roof, so that what holds for all of them is tested on all of them.</summary>
internal static class AdapterCalls
{
    private const string Image = "game/engine:1.4";

    private static readonly Dictionary<string, AdapterCall> All = new AdapterCall[]
    {
        new("info", "", (engine, _, ct) => engine.GetEngineInfoAsync(ct)),
        new("run id", "", (engine, _, ct) => engine.ReadRunIdAsync(ct)),
        new("network", "games", (engine, target, ct) => engine.EnsureNetworkAsync(target, ct)),
        new("pull", Image, (engine, target, ct) => engine.PullImageAsync(target, PullPolicy.Always, null, ct)),
        new("image", Image, (engine, target, ct) => engine.InspectImageAsync(target, ct)),
        new("inspect", EngineSays.Id, (engine, target, ct) => engine.InspectContainerAsync(target, ct)),
        new("list", "", (engine, _, ct) => engine.ListAsync(ListFilter.Everything, ct)),
        new("logs", EngineSays.Id, (engine, target, ct) => DrainAsync(engine.ReadLogsAsync(target, new LogQuery { Follow = true }, ct))),
        new("stats", EngineSays.Id, (engine, target, ct) => DrainAsync(engine.StreamStatsAsync(target, ct))),
        new("run", "game-1", (engine, target, ct) => engine.RunAsync(EngineSays.Spec with { Name = target }, ct)),
        new("start", EngineSays.Id, (engine, target, ct) => engine.StartAsync(target, ct)),
        new("stop", EngineSays.Id, (engine, target, ct) => engine.StopAsync(target, TimeSpan.FromSeconds(20), ct)),
        new("restart", EngineSays.Id, (engine, target, ct) => engine.RestartAsync(target, TimeSpan.FromSeconds(20), ct)),
        new("kill", EngineSays.Id, (engine, target, ct) => engine.KillAsync(target, "SIGTERM", ct)),
        new("rename", EngineSays.Id, (engine, target, ct) => engine.RenameAsync(target, "game-1-old", ct)),
        new("remove", EngineSays.Id, (engine, target, ct) => engine.RemoveAsync(target, ct)),
        new("events", "", (engine, _, ct) => DrainAsync(engine.ListenEventsAsync(null, ct))),
    }.ToDictionary(call => call.Name);

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    public static TheoryData<string> NamesWith(Func<AdapterCall, bool> predicate) => [.. All.Values.Where(predicate).Select(call => call.Name)];

    public static AdapterCall Of(string name) => All[name];

    public static async Task DrainAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var item in items)
            GC.KeepAlive(item);
    }
}

/// <summary>One method, with a target that it accepts.</summary>
internal sealed record AdapterCall(string Name, string Target, Func<IDockerEngine, string, CancellationToken, Task> AskAbout)
{
    /// <summary>The target as a message shows it: twelve digits of an id.</summary>
    public string ShownTarget => Target.Length == 64 ? Target[..12] : Target;

    public Task AskAsync(IDockerEngine engine, CancellationToken ct) => AskAbout(engine, Target, ct);
}
