using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using Docker.DotNet;
using Microsoft.Extensions.Logging;

namespace Rtm.Docker;

/// <summary>One engine's connections. Every call goes through here, so that each has a deadline and each failure is translated once.</summary>
internal sealed class EngineConnection : IDisposable
{
    // Enough for the daemon's words; whatever stands between may send pages of HTML.
    private const int LargestError = 64 * 1024;

    private readonly HttpClient _plain;
    private readonly EngineErrors _errors;
    // Never disposed itself: it holds nothing, and whoever still calls is told by its token.
    private readonly CancellationTokenSource _disposed = new();

    public EngineConnection(string name, EngineEndpoint endpoint, DockerClient library, HttpClient plain, EngineDeadlines deadlines, TimeProvider clock, ILogger logger)
    {
        Name = name;
        Endpoint = endpoint.Uri;
        Library = library;
        Deadlines = deadlines;
        Clock = clock;
        Logger = logger;
        _plain = plain;
        _errors = new EngineErrors(name, endpoint, EngineTransport.ConnectDeadline(deadlines));
    }

    public string Name { get; }

    public Uri Endpoint { get; }

    public DockerClient Library { get; }

    public EngineDeadlines Deadlines { get; }

    public TimeProvider Clock { get; }

    public ILogger Logger { get; }

    public void Dispose()
    {
        // Streams and calls under way end with it: the handler by itself closes idle connections only.
        _disposed.Cancel();
        _plain.Dispose();
        Library.Dispose();
    }

    /// <summary>Where a failure of this call happened, for errors that are raised before the engine is asked.</summary>
    public EngineFailure Failure(EngineCall call, HttpStatusCode? status = null) => new(Name, call.Operation, call.Target, status);

    /// <summary>Runs one bounded operation and translates whatever it throws.</summary>
    public async Task<T> CallAsync<T>(EngineCall call, TimeSpan limit, Func<CancellationToken, Task<T>> act, CancellationToken ct)
    {
        using var deadline = new Deadline(limit, Clock, _disposed.Token, ct);
        return await TracedAsync(call, deadline, act).ConfigureAwait(false);
    }

    /// <inheritdoc cref="CallAsync{T}"/>
    public Task CallAsync(EngineCall call, TimeSpan limit, Func<CancellationToken, Task> act, CancellationToken ct) =>
        CallAsync(call, limit, async token =>
        {
            await act(token).ConfigureAwait(false);
            return true;
        }, ct);

    /// <summary>Sends a request of our own and reads the whole answer, for what the library would read or write differently.</summary>
    public Task<T> SendAsync<T>(EngineCall call, TimeSpan limit, HttpMethod method, string path, string? json, Func<byte[], T> read, CancellationToken ct) =>
        CallAsync(call, limit, async token =>
        {
            using var response = await RequestAsync(method, path, json, HttpCompletionOption.ResponseContentRead, token).ConfigureAwait(false);
            return read(await response.Content.ReadAsByteArrayAsync(token).ConfigureAwait(false));
        }, ct);

    /// <summary>
    /// Reads a stream item by item. <paramref name="limit"/> bounds the wait for its first header, <paramref name="silence"/> the wait for each
    /// item; null where silence says nothing. How it ends is the caller's to judge.
    /// </summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        EngineCall call,
        TimeSpan limit,
        TimeSpan? silence,
        Func<CancellationToken, Task<Stream>> open,
        Func<Stream, CancellationToken, IAsyncEnumerable<T>> read,
        [EnumeratorCancellation] CancellationToken ct)
    {
        using var deadline = new Deadline(limit, Clock, _disposed.Token, ct);
        var stream = await TracedAsync(call, deadline, open).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            HeardSomething();
            var items = read(stream, deadline.Token).GetAsyncEnumerator(deadline.Token);
            await using (items.ConfigureAwait(false))
            {
                while (await TranslatedAsync(call, deadline, () => items.MoveNextAsync().AsTask()).ConfigureAwait(false))
                {
                    // The consumer's own time is not the engine's silence.
                    deadline.Lift();
                    yield return items.Current;
                    HeardSomething();
                }
            }
        }

        void HeardSomething()
        {
            if (silence is { } longest)
                deadline.Extend(longest);
            else
                deadline.Lift();
        }
    }

    /// <summary>Opens a stream of our own; disposing it closes its connection.</summary>
    public async Task<Stream> OpenAsync(HttpMethod method, string path, CancellationToken ct)
    {
        var response = await RequestAsync(method, path, json: null, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
    }

    private async Task<T> TracedAsync<T>(EngineCall call, Deadline deadline, Func<CancellationToken, Task<T>> act)
    {
        using var span = EngineSpans.Start(Name, call);
        try
        {
            return await TranslatedAsync(call, deadline, () => act(deadline.Token)).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            span.Fail(error);
            throw;
        }
    }

    // Not in an exception filter: what fails in there is lost without a word.
    private async Task<T> TranslatedAsync<T>(EngineCall call, Deadline deadline, Func<Task<T>> act)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            if (_errors.Translate(error, call, deadline) is { } translated)
                throw translated;
            throw;
        }
    }

    // Errors take the library's shape, so that both ways of asking are translated by one rule.
    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, string? json, HttpCompletionOption completion, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path.TrimStart('/'));
        if (json is not null)
            request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json", "utf-8"));
        var response = await _plain.SendAsync(request, completion, ct).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return response;
        using (response)
        {
            throw new DockerApiException(response.StatusCode, await ReadErrorAsync(response.Content, ct).ConfigureAwait(false));
        }
    }

    private static async Task<string> ReadErrorAsync(HttpContent content, CancellationToken ct)
    {
        var body = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var buffer = new byte[LargestError];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }
}
