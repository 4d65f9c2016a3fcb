using System.Text.Json;

namespace Rtm.Bench;

/// <summary>Other containers on the engine would be in the numbers.</summary>
internal static class Emptied
{
    public static async Task CheckAsync(string endpoint, CancellationToken ct)
    {
        using var raw = new RawEngine(endpoint);
        using var list = JsonDocument.Parse(await raw.GetAsync("containers/json?all=1", ct));
        foreach (var container in list.RootElement.EnumerateArray())
        {
            var name = container.GetProperty("Names")[0].GetString()!;
            // Left behind by a run that was killed; anything else is somebody's.
            if (!name.StartsWith("/rtm-", StringComparison.Ordinal))
                throw new InvalidOperationException($"The engine at {endpoint} is not empty: it has the container {name}. './dev bench' starts one of its own.");
            await raw.DeleteAsync($"containers/{container.GetProperty("Id").GetString()}?force=1", ct);
        }
    }
}
