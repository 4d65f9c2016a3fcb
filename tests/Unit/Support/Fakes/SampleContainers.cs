using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Tests.Support;

/// <summary>Containers in the states worth looking at. The same number gives the same id, name and labels every time.</summary>
public sealed class SampleContainers(DateTimeOffset now)
{
    public const string OwnerLabel = "com.galaxy.owner";
    public const string Owner = "rtmanager";
    public const string Image = "registry.example:5000/game/engine:1.4";

    /// <summary>64 hex digits that look like the engine's own and depend on the number alone.</summary>
    public static string IdOf(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"container {number.ToString(CultureInfo.InvariantCulture)}")));

    public ContainerDetails Healthy(int number = 1) => Running(number) with { Health = "healthy" };

    public ContainerDetails Unhealthy(int number = 2) => Running(number) with { Health = "unhealthy" };

    public ContainerDetails ExitedWell(int number = 3) => Exited(number, 0);

    public ContainerDetails ExitedWithThree(int number = 4) => Exited(number, 3);

    public ContainerDetails OomKilled(int number = 5) => Exited(number, 137) with { OomKilled = true };

    public ContainerDetails CrashLooping(int number = 6) => Exited(number, 1) with { Status = "restarting", RestartCount = 12, RestartPolicy = "always" };

    public ContainerDetails NeverStarted(int number = 7) => Basic(number);

    public ContainerDetails Paused(int number = 8) => Running(number) with { Status = "paused" };

    /// <summary>Runs, and has no health check.</summary>
    public ContainerDetails Running(int number) =>
        Basic(number) with { Status = "running", StartedAt = now.AddHours(-2), ProcessId = 1000 + number };

    public ContainerDetails Exited(int number, int exitCode) =>
        Basic(number) with { Status = "exited", ExitCode = exitCode, StartedAt = now.AddHours(-2), FinishedAt = now.AddMinutes(-5) };

    /// <summary>One of each of the eight.</summary>
    public IReadOnlyList<ContainerDetails> EveryState() => [.. Many(8)];

    /// <summary>So many, the eight states in turn, each older than the one before.</summary>
    public IEnumerable<ContainerDetails> Many(int count)
    {
        Func<int, ContainerDetails>[] states = [Healthy, Unhealthy, ExitedWell, ExitedWithThree, OomKilled, CrashLooping, NeverStarted, Paused];
        return Enumerable.Range(1, count).Select(number => states[(number - 1) % states.Length](number));
    }

    /// <summary>Created three hours ago and never started, with the owner's label.</summary>
    private ContainerDetails Basic(int number)
    {
        var name = $"game-{number.ToString(CultureInfo.InvariantCulture)}";
        return new()
        {
            Id = IdOf(number),
            Name = name,
            Status = "created",
            CreatedAt = now.AddHours(-3).AddSeconds(-number),
            ImageRef = Image,
            ImageId = $"sha256:{IdOf(0)}",
            Hostname = name,
            Labels = new Dictionary<string, string> { [OwnerLabel] = Owner, ["com.galaxy.game"] = name },
            Env = ["PATH=/bin", "GAME_TOKEN=not-for-everyone"],
            Cmd = ["/bin/game", "--port", "8080"],
            Networks = [new("game-net", "172.18.0.2", [name])],
            Limits = new() { Cpus = 1.5, MemoryBytes = 512L << 20, Pids = 256 },
            RestartPolicy = "no",
            LogDriver = "json-file",
            RawJson = JsonSerializer.Serialize(new { Id = IdOf(number), Name = $"/{name}" }),
        };
    }
}
