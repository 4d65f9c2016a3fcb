using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rtm.Console.Commands;
using Rtm.Console.Components.Audit;
using Rtm.Console.Security;

namespace Rtm.Console.Exports;

/// <summary>What the audit's address filters, as a file: newest first, read page by page.</summary>
internal static class AuditExport
{
    private const string Header =
        "sequence,at,asked_at,kind,action_id,action,subject,name,role,engine,container_id,target,result,words,reason,grace_seconds,events,request,request_sha256,console,hash\r\n";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly ExportForm<AuditEntry> Form = new(Json, Header, Line);

    public static void MapAuditExport(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet("/api/audit/{format:regex(^(csv|json)$)}", SendAsync)
        .RequireAuthorization(Policies.Viewer);

    private static async Task SendAsync(string format, HttpContext context, IAuditReader audit, TimeProvider clock)
    {
        var (response, ct) = (context.Response, context.RequestAborted);
        response.Headers.CacheControl = "no-store";
        string? Asked(string name) => context.Request.Query[name].FirstOrDefault();
        var query = AuditQuery.Of(Asked("q"), Asked("action"), Asked("result"), Asked("id"), null);
        // A filter that can't be used must not become a file of everything.
        if (Misread(query, Asked) is { Length: > 0 } misread)
        {
            await ExportReply.RefuseAsync(response, StatusCodes.Status400BadRequest, $"This can't be understood: {misread}. Nothing was exported.", ct);
            return;
        }

        await using var entries = audit.ExportAsync(query.Filter, ct).GetAsyncEnumerator(ct);
        bool any;
        try
        {
            any = await entries.MoveNextAsync();
        }
        catch (AuditUnavailableException ex)
        {
            await ExportReply.RefuseAsync(response, StatusCodes.Status503ServiceUnavailable, $"The audit could not be read: {ex.Message}", ct);
            return;
        }

        ExportReply.Name(response, "audit", clock.GetUtcNow(), format);
        try
        {
            await ExportReply.WriteAsync(response, RestAsync(entries, any, ct), Form, format, ct);
        }
        catch (AuditUnavailableException)
        {
            // The file would end as if it were whole: a broken download can't be mistaken for one.
            context.Abort();
        }
    }

    private static string Misread(AuditQuery query, Func<string, string?> asked) => string.Join(", ", new (string Key, bool IsRead)[]
    {
        ("action", query.Action is not null), ("result", query.Result is not null), ("id", query.ActionId is not null),
    }.Where(part => !part.IsRead && !string.IsNullOrEmpty(asked(part.Key))).Select(part => part.Key));

    internal static string Line(AuditEntry entry)
    {
        var row = entry.Row;
        return Csv.Line(
            Csv.Number(entry.Sequence), Csv.Time(row.At), Csv.Time(row.AskedAt), row.Kind.ToString(), row.ActionId, row.Action.ToString(), Csv.Text(row.Actor.Subject),
            Csv.Text(row.Actor.Name), Csv.Text(row.Actor.Role), Csv.Text(row.Engine), Csv.Text(row.ContainerId), Csv.Text(row.Target), row.Result?.ToString(), Csv.Text(row.Words),
            Csv.Text(row.Reason), Csv.Number((long?)row.Grace?.TotalSeconds), Csv.Text(row.Events), Csv.Text(row.Request), row.RequestHash, Csv.Text(row.Console), entry.Hash);
    }

    private static async IAsyncEnumerable<AuditEntry> RestAsync(IAsyncEnumerator<AuditEntry> entries, bool any, [EnumeratorCancellation] CancellationToken ct)
    {
        for (; any; any = await entries.MoveNextAsync())
        {
            ct.ThrowIfCancellationRequested();
            yield return entries.Current;
        }
    }
}
