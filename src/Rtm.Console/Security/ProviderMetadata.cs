using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Rtm.Console.Security;

/// <summary>
/// The provider's discovery document and keys, never older than five minutes while the provider answers. The library's own
/// manager keeps a withdrawn key for up to twelve hours, and fetches a new one only after a sign-in has failed for want of it.
/// </summary>
internal sealed class ProviderMetadata(Uri authority, Func<HttpClient> http, bool requireHttps, TimeProvider time)
    : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(5);

    // Tokens with unknown keys must not make the console ask at every request: so long after one asking for their sake the next may come.
    private static readonly TimeSpan BetweenAskings = TimeSpan.FromSeconds(5);

    // So long a provider that answered counts as there.
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Read? _last;
    private volatile bool _asked;
    private volatile StrongBox<long>? _askedReadAt;

    // Readings, each begun in its turn.
    private int _begun;

    public static string AddressFor(Uri authority) => authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration";

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (_last is { } known && !IsDue(known))
            return known.Document;

        await _turn.WaitAsync(cancel);
        try
        {
            if (_last is { } meanwhile && !IsDue(meanwhile))
                return meanwhile.Document;

            return await FetchOrKeepAsync(cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Whether the provider is there now, before a browser is sent to it: what is known of a silent one would lead to the browser's own error, without a way
    /// back. Waits half as long as for anything else of it.
    /// </summary>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    /// <exception cref="IOException">It can't be reached, or answers with something else than its documents.</exception>
    public async Task ProbeAsync(CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(http().Timeout / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            await _turn.WaitAsync(either.Token);
            try
            {
                // The library does not hand the token on to its request.
                if (_last is not { } read || time.GetElapsedTime(read.AnsweredAt) >= Lately)
                    await FetchAsync(either.Token).WaitAsync(either.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new TimeoutException("The provider did not answer in time.", e);
        }
    }

    public void RequestRefresh() => _asked = true;

    /// <summary>
    /// What the provider says from now on, for a token by a key that nobody knows: it may have begun to use that key a moment ago. Who comes too soon after
    /// the last one waits, some seconds at most. While the provider is silent it is what it said last.
    /// </summary>
    public async Task<OpenIdConnectConfiguration> RenewedAsync(CancellationToken cancel)
    {
        for (var begun = Volatile.Read(ref _begun); ;)
        {
            if (_last is { } read && read.Number > begun)
                return read.Document;

            RequestRefresh();
            await GetConfigurationAsync(cancel);
            if (_last!.Number <= begun && _askedReadAt is { } last && BetweenAskings - time.GetElapsedTime(last.Value) is var rest && rest > TimeSpan.Zero)
                await Task.Delay(rest, time, cancel);
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsDue(Read read) => time.GetElapsedTime(read.At) >= LongestAge
        || (_asked && (_askedReadAt is not { } last || time.GetElapsedTime(last.Value) >= BetweenAskings));

    private async Task<OpenIdConnectConfiguration> FetchOrKeepAsync(CancellationToken cancel)
    {
        var at = time.GetTimestamp();
        if (_asked)
            _askedReadAt = new(at);
        try
        {
            return await FetchAsync(cancel);
        }
        catch (Exception e) when (_last is not null && e is not OperationCanceledException { CancellationToken.IsCancellationRequested: true })
        {
            // What it said last holds while it is silent; whoever wants to sign in meets its silence by a probe. Asked again soon.
            (_asked, _askedReadAt) = (true, new(at));
            _last = _last with { At = at, Number = _begun };
            return _last.Document;
        }
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancel)
    {
        var (at, number) = (time.GetTimestamp(), ++_begun);
        var document = await OpenIdConnectConfigurationRetriever.GetAsync(AddressFor(authority), new HttpDocumentRetriever(http()) { RequireHttps = requireHttps }, cancel);
        _asked = false;
        _last = new Read(document, at, time.GetTimestamp(), number);
        return document;
    }

    private sealed record Read(OpenIdConnectConfiguration Document, long At, long AnsweredAt, int Number);
}
