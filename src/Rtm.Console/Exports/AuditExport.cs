using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Net.Http.Headers;
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
            await RefuseAsync(response, StatusCodes.Status400BadRequest, $"This can't be understood: {misread}. Nothing was exported.", ct);
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
            await RefuseAsync(response, StatusCodes.Status503ServiceUnavailable, $"The audit could not be read: {ex.Message}", ct);
            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"audit-{clock.GetUtcNow():yyyy-MM-dd}.{format}");
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        try
        {
            await WriteAsync(response, RestAsync(entries, any, ct), format, ct);
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

    private static Task RefuseAsync(HttpResponse response, int status, string text, CancellationToken ct)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text, ct);
    }

    private static async Task WriteAsync(HttpResponse response, IAsyncEnumerable<AuditEntry> entries, string format, CancellationToken ct)
    {
        if (format == "json")
        {
            response.ContentType = "application/json; charset=utf-8";
            await JsonSerializer.SerializeAsync(response.Body, entries, Json, ct);
            return;
        }

        response.ContentType = "text/csv; charset=utf-8; header=present";
        // With the mark spreadsheets need to take it for UTF-8.
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Header.AsMemory(), ct);
        await foreach (var entry in entries.WithCancellation(ct))
            await writer.WriteAsync(Line(entry).AsMemory(), ct);
    }

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
