using System.Globalization;
using Rtm.Docker;

namespace Rtm.Tests.Support;

/// <summary>The list's row of a container, with the sentence the engine would say about it.</summary>
internal static class FakeSummary
{
    public static ContainerSummary Of(ContainerDetails container, DateTimeOffset now) => new()
    {
        Id = container.Id,
        ImageRef = container.ImageRef,
        ImageId = container.ImageId,
        Hostname = container.Name,
        Labels = container.Labels,
        Status = container.Status,
        StatusText = Sentence(container, now),
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds((container.CreatedAt ?? DateTimeOffset.UnixEpoch).ToUnixTimeSeconds()),
    };

    private static string Sentence(ContainerDetails container, DateTimeOffset now)
    {
        var up = $"Up {Since(container.StartedAt, now)}";
        var ended = $"({container.ExitCode}) {Since(container.FinishedAt, now)} ago";
        return (container.Status, container.Health) switch
        {
            ("running", "starting") => $"{up} (health: starting)",
            ("running", { } health) => $"{up} ({health})",
            ("running", null) => up,
            ("paused", _) => $"{up} (Paused)",
            ("restarting", _) => $"Restarting {ended}",
            ("exited", _) => $"Exited {ended}",
            ("created", _) => "Created",
            ("removing", _) => "Removal In Progress",
            _ => "Dead",
        };
    }

    private static string Since(DateTimeOffset? then, DateTimeOffset now)
    {
        var span = now - (then ?? now);
        var (count, unit) = span.TotalDays >= 2 ? (span.TotalDays, "days")
            : span.TotalHours >= 2 ? (span.TotalHours, "hours")
            : span.TotalMinutes >= 2 ? (span.TotalMinutes, "minutes")
            : (span.TotalSeconds, "seconds");
        return string.Create(CultureInfo.InvariantCulture, $"{(long)count} {unit}");
    }
}
