using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rtm.Docker;

/// <summary>
/// Mutual TLS with one engine: only the configured authority is trusted, and the certificate must be for the server's name and for a server.
/// Owns the certificates it loaded.
/// </summary>
internal sealed class EngineTls : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _authorities = [];
    private X509Certificate2? _client;

    /// <summary>For the handshake; null where there was a fault.</summary>
    public SslClientAuthenticationOptions? Options { get; private set; }

    /// <summary>Every certificate that was loaded, in spite of faults too.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => _client is null ? [.. _authorities] : [.. _authorities, _client];

    /// <summary>Reads the files and reports what is wrong with them; the caller disposes what was read, whatever the faults.</summary>
    public static EngineTls Load(EngineTlsOptions tls, string origin, Uri endpoint, List<OptionFault> faults)
    {
        var loaded = new EngineTls();
        var before = faults.Count;
        loaded.LoadAuthorities(tls.CaFile, origin, faults);
        loaded.LoadClient(tls, origin, faults);
        var serverName = string.IsNullOrWhiteSpace(tls.ServerName) ? endpoint.IdnHost : tls.ServerName;
        if (Uri.CheckHostName(serverName) == UriHostNameType.Unknown)
            faults.Add(new($"Tls:ServerName{origin}", $"'{serverName}' is not a host name; write it as the engine's certificate does, without scheme and port"));
        if (faults.Count == before)
            loaded.Options = OptionsFor(serverName, loaded._authorities, loaded._client!);
        return loaded;
    }

    public void Dispose()
    {
        foreach (var certificate in Certificates)
            certificate.Dispose();
    }

    private static SslClientAuthenticationOptions OptionsFor(string serverName, X509Certificate2Collection authorities, X509Certificate2 client)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority publishes no revocation lists; a lost certificate is answered by a new authority.
            RevocationMode = X509RevocationMode.NoCheck,
            // No fetching of issuers named by a certificate nobody trusts yet.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            ClientCertificateContext = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true),
            CertificateChainPolicy = policy,
            // Named on purpose: nothing below 1.2, whatever the system's defaults allow.
#pragma warning disable CA5398
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        };
    }

    private void LoadAuthorities(string file, string origin, List<OptionFault> faults)
    {
        if (!IsReadable(file, $"Tls:CaFile{origin}", faults))
            return;
        try
        {
            _authorities.ImportFromPemFile(file);
            if (_authorities.Count == 0)
                faults.Add(new($"Tls:CaFile{origin}", $"'{file}' has no certificate in PEM form"));
        }
        catch (CryptographicException error)
        {
            faults.Add(new($"Tls:CaFile{origin}", $"'{file}' has a certificate that can't be read: {error.Message}"));
        }
    }

    private void LoadClient(EngineTlsOptions tls, string origin, List<OptionFault> faults)
    {
        // Both are checked before either is used, so that all faults come at once.
        var readable = IsReadable(tls.CertFile, $"Tls:CertFile{origin}", faults) & IsReadable(tls.KeyFile, $"Tls:KeyFile{origin}", faults);
        if (!readable)
            return;
        try
        {
            _client = X509Certificate2.CreateFromPemFile(tls.CertFile, tls.KeyFile);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            faults.Add(new($"Tls:CertFile{origin}", $"'{tls.CertFile}' and '{tls.KeyFile}' are not a certificate and its key in PEM form: {error.Message}"));
        }
    }

    private static bool IsReadable(string file, string option, List<OptionFault> faults)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            faults.Add(new(option, "must name a file in PEM form"));
            return false;
        }
        try
        {
            using var stream = File.OpenRead(file);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(option, $"'{file}' can't be read: {error.Message}"));
            return false;
        }
    }
}
