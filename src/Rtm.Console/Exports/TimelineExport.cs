using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Console.Security;

namespace Rtm.Console.Exports;

/// <summary>What the timeline's address filters, as a file: newest first, read from the history page by page, so that its size costs no memory.</summary>
internal static class TimelineExport
{
    private const int PageSize = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly ExportForm<TimelineRow> Form = new(Json, TimelineCsv.Header, TimelineCsv.Line);

    public static void MapTimelineExport(this IEndpointRouteBuilder endpoints)
    {
        var export = endpoints.MapGroup("/timeline").RequireAuthorization(Policies.Viewer);
        export.MapGet("/export.csv", (HttpContext context, ScopedArchive archive, TimeProvider clock) => SendAsync(context, archive, clock, "csv"));
        export.MapGet("/export.json", (HttpContext context, ScopedArchive archive, TimeProvider clock) => SendAsync(context, archive, clock, "json"));
    }

    private static async Task SendAsync(HttpContext context, ScopedArchive archive, TimeProvider clock, string format)
    {
        var (response, ct) = (context.Response, context.RequestAborted);
        response.Headers.CacheControl = "no-store";
        var query = TimelineQuery.Parse(context.Request.QueryString.Value);
        // A filter that can't be used must not become a file of everything.
        if (query.Faults.Count > 0)
        {
            await ExportReply.RefuseAsync(response, StatusCodes.Status400BadRequest, string.Join('\n', query.Faults.Select(f => $"{f.Key}: {f.Why}")), ct);
            return;
        }

        IReadOnlyList<TimelineEntry> first;
        try
        {
            first = await archive.ReadBeforeAsync(query.Filter, null, PageSize, ct);
        }
        catch (ArchiveUnavailableException ex)
        {
            await ExportReply.RefuseAsync(response, StatusCodes.Status503ServiceUnavailable, $"The history could not be read: {ex.Message}", ct);
            return;
        }

        ExportReply.Name(response, "timeline", clock.GetUtcNow(), format);
        try
        {
            await ExportReply.WriteAsync(response, RowsAsync(archive, query.Filter, first, ct), Form, format, ct);
        }
        catch (ArchiveUnavailableException)
        {
            // The file would end as if it were whole: a broken download can't be mistaken for one.
            context.Abort();
        }
    }

    private static async IAsyncEnumerable<TimelineRow> RowsAsync(
        ScopedArchive archive, TimelineFilter filter, IReadOnlyList<TimelineEntry> page, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            foreach (var row in page)
                yield return TimelineRow.Of(row);
            if (page.Count < PageSize)
                yield break;
            page = await archive.ReadBeforeAsync(filter, TimelinePlace.Of(page[^1]), PageSize, ct);
        }
    }
}
