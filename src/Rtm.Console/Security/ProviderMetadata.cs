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

    // Tokens with unknown keys must not make the console ask at every request.
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Read? _last;
    private volatile bool _asked;

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

            return await FetchAsync(cancel);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void RequestRefresh() => _asked = true;

    public void Dispose() => _turn.Dispose();

    private bool IsDue(Read read) => time.GetElapsedTime(read.At) is var age && (age >= LongestAge || (_asked && age >= ShortestAge));

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancel)
    {
        var at = time.GetTimestamp();
        try
        {
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(AddressFor(authority), new HttpDocumentRetriever(http()) { RequireHttps = requireHttps }, cancel);
            _asked = false;
            _last = new Read(document, at);
            return document;
        }
        catch (Exception e) when (_last is not null && e is not OperationCanceledException { CancellationToken.IsCancellationRequested: true })
        {
            // What it said last holds while it is silent; the next sign-in meets its silence by itself. Asked again soon.
            _asked = true;
            _last = new Read(_last.Document, at);
            return _last.Document;
        }
    }

    private sealed record Read(OpenIdConnectConfiguration Document, long At);
}
