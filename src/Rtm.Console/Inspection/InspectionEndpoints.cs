using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Rtm.Console.Commands;
using Rtm.Console.Security;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>Downloads about one container, for whoever may see its page.</summary>
internal static class InspectionEndpoints
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static void MapInspection(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/containers/{engine}/{id}").RequireAuthorization(Policies.Viewer);
        group.MapGet("/json", DownloadJsonAsync);
        group.MapGet("/log", DownloadLogAsync);
    }

    private static async Task<IResult> DownloadJsonAsync(string engine, string id, ContainerDesk desk, HttpContext context)
    {
        try
        {
            var sheet = await desk.ReadAsync(engine, id, context.RequestAborted);
            Attach(context.Response, $"{FileName(sheet)}.json");
            return TypedResults.Text(sheet.Json, "application/json; charset=utf-8", Utf8);
        }
        catch (DeskException ex)
        {
            return Failed(ex);
        }
    }

    private static async Task<IResult> DownloadLogAsync(string engine, string id, ContainerDesk desk, LogSeats seats, HttpContext context)
    {
        var ct = context.RequestAborted;
        ContainerSheet sheet;
        IDisposable seat;
        try
        {
            sheet = await desk.ReadAsync(engine, id, ct);
            seat = seats.Take(Actor.Of(context.User).Subject);
        }
        catch (DeskException ex)
        {
            return Failed(ex);
        }

        var response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        Attach(response, $"{FileName(sheet)}.log");
        using (seat)
            await LogFile.WriteAsync(desk.ReadLogsAsync(engine, id, new LogQuery(), ct), response.BodyWriter, ct);
        return EmptyHttpResult.Instance;
    }

    private static void Attach(HttpResponse response, string fileName)
    {
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName }.ToString();
        response.Headers.CacheControl = "no-store";
    }

    // The engine's names have no other characters; the header must not depend on it.
    private static string FileName(ContainerSheet sheet)
    {
        var name = new string([.. sheet.Name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.').Take(80)]).Trim('.');
        return name.Length > 0 ? name : sheet.Id[..12];
    }

    private static ProblemHttpResult Failed(DeskException ex) => TypedResults.Problem(
        ex.Message,
        statusCode: ex.IsAbsent ? StatusCodes.Status404NotFound : ex.IsFull ? StatusCodes.Status429TooManyRequests : StatusCodes.Status502BadGateway);
}
