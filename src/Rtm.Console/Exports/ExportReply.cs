using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Rtm.Console.Exports;

/// <summary>How rows become a file.</summary>
/// <param name="Json">For JSON.</param>
/// <param name="Header">The first line of CSV.</param>
/// <param name="Line">A row as a line of CSV.</param>
internal sealed record ExportForm<T>(JsonSerializerOptions Json, string Header, Func<T, string> Line);

/// <summary>How every export answers: with a file that has a name, or with a refusal in words.</summary>
internal static class ExportReply
{
    public static Task RefuseAsync(HttpResponse response, int status, string text, CancellationToken ct)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(text, ct);
    }

    /// <param name="response">The answer.</param>
    /// <param name="name">The file's name, to which the day and the format's ending come.</param>
    /// <param name="now">The day.</param>
    /// <param name="format">csv or json.</param>
    public static void Name(HttpResponse response, string name, DateTimeOffset now, string format) =>
        response.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("attachment") { FileName = string.Create(CultureInfo.InvariantCulture, $"{name}-{now:yyyy-MM-dd}.{format}") }.ToString();

    public static async Task WriteAsync<T>(HttpResponse response, IAsyncEnumerable<T> rows, ExportForm<T> form, string format, CancellationToken ct)
    {
        if (format == "json")
        {
            response.ContentType = "application/json; charset=utf-8";
            await JsonSerializer.SerializeAsync(response.Body, rows, form.Json, ct);
            return;
        }

        response.ContentType = "text/csv; charset=utf-8; header=present";
        // With the mark spreadsheets need to take it for UTF-8.
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(form.Header.AsMemory(), ct);
        await foreach (var row in rows.WithCancellation(ct))
            await writer.WriteAsync(form.Line(row).AsMemory(), ct);
    }
}
