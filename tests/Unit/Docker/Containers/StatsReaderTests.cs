using System.Text;
using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class StatsReaderTests
{
    [Fact]
    public void Read_WholeSample_IsComputedAsTheDockerCliDoes()
    {
        var stats = Read("""
            {"read":"2026-01-02T03:04:05.123456789Z","pids_stats":{"current":7},
             "cpu_stats":{"cpu_usage":{"total_usage":3000},"system_cpu_usage":20000,"online_cpus":4},
             "precpu_stats":{"cpu_usage":{"total_usage":1000},"system_cpu_usage":12000},
             "memory_stats":{"usage":1000,"limit":4000,"stats":{"inactive_file":200}},
             "networks":{"eth0":{"rx_bytes":10,"tx_bytes":20},"eth1":{"rx_bytes":1,"tx_bytes":2}},
             "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":5},{"op":"read","value":6},{"op":"Write","value":7},{"op":"Sync","value":99}]}}
            """);

        Assert.Equal(
            new ContainerStats
            {
                ReadAt = LogText.Time,
                CpuPercent = 100,
                MemoryBytes = 800,
                MemoryLimitBytes = 4000,
                NetworkReceivedBytes = 11,
                NetworkSentBytes = 22,
                BlockReadBytes = 11,
                BlockWrittenBytes = 7,
                Pids = 7,
            },
            stats);
    }

    [Theory]
    [InlineData("\"total_usage\":200,\"percpu_usage\":[1,2]", 100, 40)]
    [InlineData("\"total_usage\":200", 100, 0)]
    [InlineData("\"total_usage\":50,\"percpu_usage\":[1,2]", 100, 0)]
    [InlineData("\"total_usage\":100,\"percpu_usage\":[1,2]", 100, 0)]
    [InlineData("\"total_usage\":200,\"percpu_usage\":null", 100, 0)]
    public void Read_Cpu_NeedsBothDeltasAndAProcessorCount(string usage, int before, double expected)
    {
        var stats = Read($$"""
            {"cpu_stats":{"cpu_usage":{ {{usage}} },"system_cpu_usage":1000},"precpu_stats":{"cpu_usage":{"total_usage":{{before}} },"system_cpu_usage":500} }
            """);

        Assert.Equal(expected, stats.CpuPercent, 9);
    }

    [Theory]
    [InlineData(500, 500)]
    [InlineData(600, 500)]
    public void Read_SystemTimeThatDoesNotGrow_IsZeroPercent(int before, int now) => Assert.Equal(0, Read($$"""
        {"cpu_stats":{"cpu_usage":{"total_usage":9},"system_cpu_usage":{{now}},"online_cpus":2},"precpu_stats":{"system_cpu_usage":{{before}} } }
        """).CpuPercent);

    [Theory]
    [InlineData("\"total_inactive_file\":300,\"inactive_file\":100", 700)]
    [InlineData("\"total_inactive_file\":0,\"inactive_file\":100", 1000)]
    [InlineData("\"total_inactive_file\":1000,\"inactive_file\":100", 900)]
    [InlineData("\"inactive_file\":999", 1)]
    [InlineData("\"inactive_file\":1000", 1000)]
    [InlineData("\"inactive_file\":18446744073709551615", 1000)]
    [InlineData("\"cache\":5", 1000)]
    public void Read_Memory_IsLessTheCacheThatCanBeDropped(string stats, long expected) =>
        Assert.Equal(expected, Read($$"""{"memory_stats":{"usage":1000,"stats":{ {{stats}} } } }""").MemoryBytes);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"read":"0001-01-01T00:00:00Z","cpu_stats":null,"precpu_stats":{"cpu_usage":null},"memory_stats":{"stats":null},"networks":null,"blkio_stats":{"io_service_bytes_recursive":null},"pids_stats":null}""")]
    [InlineData("""{"cpu_stats":7,"memory_stats":{"usage":-1,"limit":"x"},"networks":{"eth0":null},"blkio_stats":{"io_service_bytes_recursive":[null,{"op":null},{"op":""}]}}""")]
    public void Read_PartsMissingOrNull_CountAsZero(string json) => Assert.Equal(new ContainerStats(), Read(json));

    [Fact]
    public void Read_NumbersBeyondSignedRange_AreLargeNotNegative()
    {
        var stats = Read("""
            {"memory_stats":{"limit":18446744073709551615},
             "networks":{"a":{"rx_bytes":18446744073709551615},"b":{"rx_bytes":18446744073709551615}}}
            """);

        Assert.Equal((long.MaxValue, long.MaxValue), (stats.MemoryLimitBytes, stats.NetworkReceivedBytes));
    }

    [Fact]
    public void Read_AnyJson_NeverThrowsNorGivesANegativeOrInfiniteNumber()
    {
        var key = Gen.OneOf(Keys);
        var scalar = Gen.OneOf(Scalars);
        var level1 = Gen.Select(key, scalar, (k, v) => $"\"{k}\":{v}").Array[0, 5].Select(members => $"{{{string.Join(',', members)}}}");
        var level2 = Gen.Select(key, Gen.OneOf(scalar, level1), (k, v) => $"\"{k}\":{v}").Array[0, 5].Select(members => $"{{{string.Join(',', members)}}}");
        var level3 = Gen.Select(key, Gen.OneOf(level2, level1), (k, v) => $"\"{k}\":{v}").Array[0, 6].Select(members => $"{{{string.Join(',', members)}}}");
        level3.Sample(json => Read(json) is { CpuPercent: >= 0 and < double.PositiveInfinity, MemoryBytes: >= 0, MemoryLimitBytes: >= 0, BlockReadBytes: >= 0, Pids: >= 0 });
    }

    private static readonly string[] Keys =
    [
        "read", "cpu_stats", "precpu_stats", "cpu_usage", "total_usage", "system_cpu_usage", "online_cpus", "percpu_usage", "memory_stats", "usage", "limit",
        "stats", "inactive_file", "networks", "rx_bytes", "blkio_stats", "io_service_bytes_recursive", "op", "value", "pids_stats", "current",
    ];

    private static readonly string[] Scalars =
        ["null", "0", "1", "-1", "1.5", "1e400", "18446744073709551615", "99999999999999999999", "\"r\"", "true", "[]", "[{\"op\":\"r\",\"value\":9}]", "{}"];

    private static ContainerStats Read(string json) => StatsReader.Read(JsonText.Parse(Encoding.UTF8.GetBytes(json)));
}
