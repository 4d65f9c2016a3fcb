using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Bench;

/// <summary>Created containers with the labels and limits a game engine has, removed again at the end.</summary>
internal sealed class Load : IAsyncDisposable
{
    private const string Image = "rtm-bench:1";

    private readonly RawEngine _raw;
    private readonly List<string> _ids = [];

    private Load(RawEngine raw) => _raw = raw;

    public IReadOnlyList<string> Ids => _ids;

    public static async Task<Load> CreateAsync(IDockerEngine engine, RawEngine raw, int containers, CancellationToken ct)
    {
        var load = new Load(raw);
        await BusyboxImage.ImportAsync(raw, Image, ct);
        for (var i = 0; i < containers; i++)
        {
            var request = engine.PreviewRun(new RunSpec
            {
                Name = $"rtm-bench-{Environment.ProcessId}-{i}",
                Image = Image,
                Hostname = $"game-{i}",
                Network = "bridge-of-galaxy",
                Cmd = ["/bin/busybox", "sleep", "3600"],
                Env = Enumerable.Range(0, 20).ToDictionary(n => $"GALAXY_SETTING_{n}", n => $"value-{n}"),
                Labels = new Dictionary<string, string> { ["com.galaxy.owner"] = "bench", ["com.galaxy.game"] = $"{i}" },
                CpuQuota = 1.5,
                Memory = "512m",
                PidsLimit = 256,
            });
            var answer = await raw.PostJsonAsync(request.Path.TrimStart('/'), request.Json, ct);
            using var json = JsonDocument.Parse(answer);
            load._ids.Add(json.RootElement.GetProperty("Id").GetString()!);
        }
        return load;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var id in _ids)
            await _raw.DeleteAsync($"containers/{id}?force=1", CancellationToken.None);
        await _raw.DeleteAsync($"images/{Image}?force=1", CancellationToken.None);
    }
}
