using System.Net;
using Microsoft.Net.Http.Headers;

namespace Rtm.Tests.Support;

/// <summary>
/// Cookies as Chromium keeps them on localhost: for all ports, and secure ones over http too, which <see cref="CookieContainer"/> would
/// hold back.
/// </summary>
public sealed class CookieBrowser(Uri home) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = home };

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    public string CookieHeader => string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, CancellationToken ct, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Add("Accept", "text/html");
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", CookieHeader);

        var response = await _client.SendAsync(request, ct);
        foreach (var header in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            Keep(SetCookieHeaderValue.Parse(header));

        // The content of the caller's request goes with it; what remains to be asked is where it went.
        response.RequestMessage = new HttpRequestMessage(method, new Uri(home, address));
        return response;
    }

    public Task<HttpResponseMessage> GetAsync(string address, CancellationToken ct) => SendAsync(HttpMethod.Get, address, ct);

    /// <summary>Follows redirects to the page where they end.</summary>
    public async Task<HttpResponseMessage> FollowAsync(string address, CancellationToken ct, HttpContent? post = null)
    {
        var response = await SendAsync(post is null ? HttpMethod.Get : HttpMethod.Post, address, ct, post);
        for (var hops = 0; response.Headers.Location is { } location; hops++)
        {
            if (hops == 10)
                throw new InvalidOperationException($"More than 10 redirects from {address}; the last to {location}.");

            var next = new Uri(response.RequestMessage!.RequestUri!, location).AbsoluteUri;
            response.Dispose();
            response = await GetAsync(next, ct);
        }

        return response;
    }

    public void Dispose() => _client.Dispose();

    private void Keep(SetCookieHeaderValue cookie)
    {
        if (cookie.Expires is { Year: < 2000 })
            Cookies.Remove(cookie.Name.ToString());
        else
            Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
    }
}
