using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>One person's browser window at a console. It writes down every complaint of the browser and every request.</summary>
public sealed class Visit
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly List<string> _expected = [];
    private readonly string _origin;

    private Visit(string origin, IBrowserContext context, IPage page) => (_origin, Context, Page) = (origin, context, page);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Requests => _requests;

    public static async Task<Visit> OpenAsync(string origin, IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        var visit = new Visit(origin, context, page);
        visit.Listen();
        return visit;
    }

    /// <summary>A complaint that contains this is what the test is about, such as the 403 of a page that refuses.</summary>
    public void Expect(string part) => _expected.Add(part);

    /// <summary>The browser had nothing to complain of, and asked nobody but this machine.</summary>
    public void AssertClean()
    {
        var unexpected = _complaints.Where(complaint => !_expected.Any(part => complaint.Contains(part, StringComparison.OrdinalIgnoreCase)));
        Assert.True(!unexpected.Any(), string.Join('\n', unexpected));
        Assert.DoesNotContain(_requests, url => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ws" or "wss" && !uri.IsLoopback);
    }

    private void Listen()
    {
        Context.Request += (_, request) => _requests.Enqueue(request.Url);
        Context.RequestFailed += (_, request) =>
        {
            // A navigation away from a page ends what it still had under way.
            if (IsOurs(request.Url) && request.Failure is not "net::ERR_ABORTED")
                _complaints.Enqueue($"request failed: {request.Method} {request.Url}: {request.Failure}");
        };
        Page.WebSocket += (_, socket) => _requests.Enqueue(socket.Url);
        Page.PageError += (_, error) => _complaints.Enqueue($"page error: {error}");
        Page.Console += (_, message) =>
        {
            // A broken content security policy is such an error too. A provider's own pages are its own affair.
            if (message.Type is "error" or "warning" && (IsOurs(message.Location) || message.Location.Length == 0))
                _complaints.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
        };
    }

    private bool IsOurs(string url) => url.StartsWith(_origin, StringComparison.Ordinal);
}
