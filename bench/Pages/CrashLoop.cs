using System.Text.Json;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>Games on a real engine, one of which crashes again and again since its image was changed.</summary>
internal sealed class CrashLoop : IAsyncDisposable
{
    public const string Repository = "rtm-recovery/game";
    public const string Network = "rtm-recovery";
    public const string Reason = "no such map: orion-7";

    private const string Good = "echo listening; trap 'exit 0' TERM; /bin/busybox sleep 3600 & wait";
    private const string Bad = $"echo 'fatal: {Reason}'; /bin/busybox sleep 1; exit 1";

    private readonly string _endpoint;
    private readonly RawEngine _raw;

    private CrashLoop(string endpoint) => (_endpoint, _raw) = (endpoint, new(endpoint));

    /// <summary>The id of the image that works.</summary>
    public string GoodImage { get; private set; } = "";

    public static async Task<CrashLoop> BeginAsync(string endpoint, int others, CancellationToken ct)
    {
        var games = new CrashLoop(endpoint);
        var raw = games._raw;
        foreach (var (tag, script) in new[] { ("1", Good), ("2", Bad) })
            await BusyboxImage.ImportAsync(raw, $"{Repository}:{tag}", ct, script, """HEALTHCHECK --interval=1s CMD ["/bin/busybox", "true"]""");
        using var good = JsonDocument.Parse(await raw.GetAsync($"images/{Repository}:1/json", ct));
        games.GoodImage = good.RootElement.GetProperty("Id").GetString()!;
        await raw.PostJsonAsync("networks/create", $$"""{"Name":"{{Network}}"}""", ct);
        for (var i = 0; i < others; i++)
            await games.RunAsync($"rtm-game-{i:00}", "1", ct);
        return games;
    }

    /// <summary>One that crashes; returns once the engine has restarted it often enough for it to be called a loop.</summary>
    public async Task CrashAsync(string name, CancellationToken ct)
    {
        await RunAsync(name, "2", ct);
        await Eventually.ValueAsync("a crash loop", () => RestartsAsync(name, ct), restarts => restarts >= 3, ct, TimeSpan.FromSeconds(60));
    }

    public Task RemoveAsync(string name, CancellationToken ct) => _raw.DeleteAsync($"containers/{name}?force=1", ct);

    public async ValueTask DisposeAsync()
    {
        await Emptied.CheckAsync(_endpoint, CancellationToken.None);
        await _raw.DeleteAsync($"networks/{Network}", CancellationToken.None);
        foreach (var tag in new[] { "1", "2" })
            await _raw.DeleteAsync($"images/{Repository}:{tag}?force=1", CancellationToken.None);
        _raw.Dispose();
    }

    private async Task RunAsync(string name, string tag, CancellationToken ct)
    {
        var body = new
        {
            Image = $"{Repository}:{tag}",
            Hostname = name,
            Env = new[] { $"GAME={name}", "SPEED=3" },
            Labels = new Dictionary<string, string> { ["com.galaxy.owner"] = "bench", ["com.galaxy.game"] = name },
            HostConfig = new { NetworkMode = Network, NanoCpus = 500_000_000, Memory = 64 << 20, PidsLimit = 64, RestartPolicy = new { Name = "always" } },
        };
        await _raw.PostJsonAsync($"containers/create?name={name}", JsonSerializer.Serialize(body), ct);
        await _raw.PostAsync($"containers/{name}/start", content: null, ct);
    }

    private async Task<int> RestartsAsync(string name, CancellationToken ct)
    {
        using var json = JsonDocument.Parse(await _raw.GetAsync($"containers/{name}/json", ct));
        return json.RootElement.GetProperty("RestartCount").GetInt32();
    }
}
