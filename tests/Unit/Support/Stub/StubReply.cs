using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Rtm.Tests.Support;

/// <summary>Ready-made answers, right and wrong.</summary>
public static class StubReply
{
    public static StubHandler Json(string body, int status = 200) => Text(status, "application/json", body);

    /// <summary>An error in the engine's own form.</summary>
    public static StubHandler Error(int status, string message) => Json(JsonSerializer.Serialize(new { message }), status);

    /// <summary>What a proxy in between says, or a server that is no engine.</summary>
    public static StubHandler Html(int status = 500) =>
        Text(status, "text/html", $"<html><body><h1>{status} from something that is no engine</h1></body></html>");

    public static StubHandler Text(int status, string contentType, string body) => (request, connection, ct) =>
    {
        var head = Head(status, $"Content-Type: {contentType}", $"Content-Length: {Encoding.UTF8.GetByteCount(body)}");
        return connection.WriteAsync(request.Method == "HEAD" ? head : head + body, ct);
    };

    /// <summary>A status without body: 204 done, 304 done already.</summary>
    public static StubHandler NoBody(int status = 204) => (_, connection, ct) => connection.WriteAsync(Head(status), ct);

    /// <summary>These bytes, status line and all, and the connection stays open.</summary>
    public static StubHandler Raw(byte[] bytes) => (_, connection, ct) => connection.WriteAsync(bytes, ct);

    /// <inheritdoc cref="Raw(byte[])"/>
    public static StubHandler Raw(string text) => Raw(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the request and never answers: a frozen engine.</summary>
    public static StubHandler Hang() => (_, _, ct) => Task.Delay(Timeout.Infinite, ct);

    /// <summary>Closes the connection instead of an answer. The framework's HTTP client then asks up to three times more.</summary>
    public static StubHandler CloseBeforeAnswer() => (_, connection, _) =>
    {
        connection.Cut();
        return Task.CompletedTask;
    };

    /// <summary>Resets the connection instead of an answer (TCP).</summary>
    public static StubHandler ResetBeforeAnswer() => (_, connection, _) =>
    {
        connection.Reset();
        return Task.CompletedTask;
    };

    /// <summary>Promises the whole body, sends its first bytes and closes.</summary>
    public static StubHandler CutJson(string body, int bytesSent) => async (_, connection, ct) =>
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await connection.WriteAsync(Head(200, "Content-Type: application/json", $"Content-Length: {bytes.Length}"), ct);
        await connection.WriteAsync(bytes.AsMemory(0, bytesSent), ct);
        connection.Cut();
    };

    /// <summary>The first request gets the first, the next the next; the last one goes on.</summary>
    public static StubHandler Sequence(params StubHandler[] handlers)
    {
        var next = -1;
        return (request, connection, ct) =>
            handlers[Math.Min(Interlocked.Increment(ref next), handlers.Length - 1)](request, connection, ct);
    }

    /// <summary>Answers when <paramref name="released"/> is done: the test decides who is first.</summary>
    public static StubHandler After(Task released, StubHandler handler) => async (request, connection, ct) =>
    {
        await released.WaitAsync(ct);
        await handler(request, connection, ct);
    };

    /// <summary>A status line, the headers and the empty line.</summary>
    public static string Head(int status, params string[] headers)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\n"));
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        return head.Append("\r\n").ToString();
    }
}
