using Rtm.Console.Verdicts;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Engine records to board records.</summary>
internal static class ContainerMapper
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>A row of the list. Details of an earlier inspect stay only where the new row doesn't contradict them.</summary>
    public static BoardContainer FromSummary(string engine, string owner, ContainerSummary row, BoardContainer? known)
    {
        var before = known?.Facts;
        var code = StatusText.ExitCode(row.StatusText);
        // The same state with another exit code is another run: nothing of the one before belongs to it.
        var sameState = before?.State == row.Status && (code is null || code == before.ExitCode);
        return new()
        {
            Engine = engine,
            Id = row.Id,
            Name = row.Hostname,
            Image = known?.Image ?? row.ImageRef,
            ImageId = row.ImageId.Length > 0 ? row.ImageId : known?.ImageId ?? "",
            Owner = owner,
            CreatedAt = row.CreatedAt,
            DetailsError = known?.DetailsError,
            Facts = new()
            {
                State = row.Status,
                Health = StatusText.Health(row.StatusText) ?? (sameState ? before!.Health : null),
                ExitCode = code ?? before?.ExitCode,
                OomKilled = sameState ? before!.OomKilled : null,
                Error = sameState ? before!.Error : "",
                RestartCount = before?.RestartCount,
                StartedAt = sameState ? before!.StartedAt : null,
                FinishedAt = sameState ? before!.FinishedAt : null,
                MemoryLimitBytes = before?.MemoryLimitBytes,
            },
        };
    }

    public static BoardContainer FromDetails(string engine, string owner, ContainerDetails details, BoardContainer? known) => new()
    {
        Engine = engine,
        Id = details.Id,
        Name = details.Name,
        // The list tells the image's id once the tag has moved on; the inspect still has the reference.
        Image = details.ImageRef.Length > 0 ? details.ImageRef : known?.Image ?? "",
        ImageId = details.ImageId.Length > 0 ? details.ImageId : known?.ImageId ?? "",
        Owner = owner,
        CreatedAt = WholeSeconds(details.CreatedAt) ?? known?.CreatedAt ?? default,
        Facts = new ContainerFacts
        {
            State = details.Status,
            Health = details.Health,
            ExitCode = ExitCode(known?.Facts, details),
            OomKilled = details.OomKilled,
            Error = details.Error,
            RestartCount = details.RestartCount,
            StartedAt = details.StartedAt,
            FinishedAt = details.FinishedAt,
            MemoryLimitBytes = details.Limits.MemoryBytes,
        },
    };

    /// <summary>Whether the list's row is in the same state as what is known, but got into it later.</summary>
    public static bool IsLater(ContainerSummary row, BoardContainer known, DateTimeOffset engineNow)
    {
        var since = row.Status is "running" or "paused" ? known.Facts.StartedAt : known.Facts.FinishedAt;
        return row.Status == known.Facts.State && StatusText.LongestSince(row.StatusText) is { } longest && engineNow - since > longest + ClockTolerance;
    }

    // The list has no more, and a row must not seem to change with how it was read.
    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } at ? new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero) : null;

    // The engine reports 0 for a container that runs: the code of the run before is what explains its restarts.
    private static int? ExitCode(ContainerFacts? before, ContainerDetails details) => details.Status switch
    {
        "running" or "paused" => details.RestartCount > 0 ? before?.ExitCode : null,
        "created" when details.ExitCode == 0 => null,
        _ => details.ExitCode,
    };
}
