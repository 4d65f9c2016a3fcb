using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Commands;

internal static class RunSamples
{
    public static RunSpec Spec { get; } = new()
    {
        Name = "game-90",
        Image = SampleContainers.Image,
        Hostname = "game-90",
        Network = "game-net",
        Env = new Dictionary<string, string> { ["GAME_TOKEN"] = "not-for-everyone" },
        CpuQuota = 1,
        Memory = "64m",
        PidsLimit = 64,
    };

    public static CommandOptions Allowed { get; } = new() { Images = ["registry.example:5000/game"], Networks = ["game-net"] };

    public static ImageDetails Image(int content = 0) => new()
    {
        Ref = SampleContainers.Image,
        Id = $"sha256:{SampleContainers.IdOf(content)}",
        RepoDigests = [$"registry.example:5000/game/engine@sha256:{SampleContainers.IdOf(content + 1000)}"],
    };
}
