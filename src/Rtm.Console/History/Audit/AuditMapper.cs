using Rtm.Console.Commands;
using Rtm.Console.History.Timeline;

namespace Rtm.Console.History.Audit;

/// <summary>Rows of the audit to what is stored, and back.</summary>
internal static class AuditMapper
{
    private const int Word = 64;
    private const int Line = 512;
    private const int Longest = 64 * 1024;

    public static StoredAudit ToStore(AuditRow row) => new()
    {
        ActionId = KeptText.Of(row.ActionId, Word),
        Kind = row.Kind.ToString(),
        Action = row.Action.ToString(),
        AskedAt = Micros(row.AskedAt),
        At = Micros(row.At),
        Subject = KeptText.Of(row.Actor.Subject, Line),
        Name = KeptText.Of(row.Actor.Name, Line),
        Role = KeptText.Of(row.Actor.Role, Word),
        Engine = KeptText.Of(row.Engine, Word),
        ContainerId = KeptText.Of(row.ContainerId, Line),
        Target = KeptText.Of(row.Target, Line),
        Request = KeptText.Of(row.Request, Longest),
        RequestHash = KeptText.Of(row.RequestHash, Word),
        GraceSeconds = row.Grace is { } grace ? (int)grace.TotalSeconds : null,
        Reason = KeptText.Of(row.Reason, Longest),
        Result = row.Result?.ToString(),
        Words = KeptText.Of(row.Words, Longest),
        Events = KeptText.Of(row.Events, Longest),
        Console = KeptText.Of(row.Console, Line),
    };

    public static AuditEntry FromStore(StoredAudit stored) => new(stored.Sequence, stored.Hash, new()
    {
        ActionId = stored.ActionId,
        Kind = Enum.TryParse<AuditKind>(stored.Kind, out var kind) ? kind : AuditKind.Refusal,
        Action = Enum.TryParse<CommandAction>(stored.Action, out var action) ? action : default,
        AskedAt = Time(stored.AskedAt),
        At = Time(stored.At),
        Actor = new(stored.Subject, stored.Name, stored.Role),
        Engine = stored.Engine,
        ContainerId = stored.ContainerId,
        Target = stored.Target,
        Request = stored.Request,
        RequestHash = stored.RequestHash,
        Grace = stored.GraceSeconds is { } grace ? TimeSpan.FromSeconds(grace) : null,
        Reason = stored.Reason,
        Result = Enum.TryParse<CommandResult>(stored.Result, out var result) ? result : null,
        Words = stored.Words,
        Events = stored.Events,
        Console = stored.Console,
    });

    public static long Micros(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
