using System.Text.Json;

namespace Rtm.Docker;

/// <summary>
/// One sample of the engine's stats JSON → <see cref="ContainerStats"/>, computed as the docker CLI does on Linux, so that an operator
/// who has both on the screen sees one number. Whatever is missing or null counts as 0.
/// </summary>
internal static class StatsReader
{
    /// <summary>Reads one sample.</summary>
    /// <param name="json">A value of the stats stream, from <see cref="JsonText.Parse"/>.</param>
    public static ContainerStats Read(JsonElement json)
    {
        var memory = json.Member("memory_stats");
        var (received, sent) = Network(json.Member("networks"));
        var (read, written) = BlockIO(json.Member("blkio_stats").Member("io_service_bytes_recursive"));
        return new ContainerStats
        {
            ReadAt = EngineTime.Parse(json.Text("read")),
            CpuPercent = CpuPercent(json.Member("cpu_stats"), json.Member("precpu_stats")),
            MemoryBytes = Signed(MemoryInUse(memory)),
            MemoryLimitBytes = Signed(memory.UInt64("limit")),
            NetworkReceivedBytes = Signed(received),
            NetworkSentBytes = Signed(sent),
            BlockReadBytes = Signed(read),
            BlockWrittenBytes = Signed(written),
            Pids = Signed(json.Member("pids_stats").UInt64("current")),
        };
    }

    private static double CpuPercent(JsonElement now, JsonElement before)
    {
        var used = (double)now.Member("cpu_usage").UInt64("total_usage") - before.Member("cpu_usage").UInt64("total_usage");
        var system = (double)now.UInt64("system_cpu_usage") - before.UInt64("system_cpu_usage");
        double cpus = now.UInt64("online_cpus");
        if (cpus == 0)
        {
            var perCpu = now.Member("cpu_usage").Member("percpu_usage");
            cpus = perCpu.ValueKind == JsonValueKind.Array ? perCpu.GetArrayLength() : 0;
        }
        return system > 0 && used > 0 ? used / system * cpus * 100 : 0;
    }

    // The page cache that can be dropped is not counted: total_inactive_file on cgroup v1, inactive_file on v2.
    private static ulong MemoryInUse(JsonElement memory)
    {
        var usage = memory.UInt64("usage");
        var stats = memory.Member("stats");
        var v1 = stats.Member("total_inactive_file").ValueKind == JsonValueKind.Number ? stats.UInt64("total_inactive_file") : ulong.MaxValue;
        if (v1 < usage)
            return usage - v1;
        var v2 = stats.UInt64("inactive_file");
        return v2 < usage ? usage - v2 : usage;
    }

    private static (ulong Received, ulong Sent) Network(JsonElement networks)
    {
        var (received, sent) = (0UL, 0UL);
        if (networks.ValueKind != JsonValueKind.Object)
            return default;
        foreach (var network in networks.EnumerateObject())
        {
            received = Add(received, network.Value.UInt64("rx_bytes"));
            sent = Add(sent, network.Value.UInt64("tx_bytes"));
        }
        return (received, sent);
    }

    private static (ulong Read, ulong Written) BlockIO(JsonElement entries)
    {
        var (read, written) = (0UL, 0UL);
        if (entries.ValueKind != JsonValueKind.Array)
            return default;
        foreach (var entry in entries.EnumerateArray())
        {
            var bytes = entry.UInt64("value");
            if (entry.Text("op") is ['r' or 'R', ..])
                read = Add(read, bytes);
            else if (entry.Text("op") is ['w' or 'W', ..])
                written = Add(written, bytes);
        }
        return (read, written);
    }

    private static ulong Add(ulong left, ulong right) => right > ulong.MaxValue - left ? ulong.MaxValue : left + right;

    // No host has 2^63 bytes of anything: a counter that says so is shown as large, not as negative.
    private static long Signed(ulong value) => (long)Math.Min(value, long.MaxValue);
}
