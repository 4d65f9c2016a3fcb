using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rtm.Docker;

/// <summary>
/// Mutual TLS with one engine: only the configured authority is trusted, and the certificate must be for the server's name and for a server.
/// </summary>
internal static class EngineTls
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static SslClientAuthenticationOptions? Load(EngineTlsOptions tls, string origin, Uri endpoint, List<OptionFault> faults)
    {
        var authorities = LoadAuthorities(tls.CaFile, origin, faults);
        var client = LoadClient(tls, origin, faults);
        var serverName = string.IsNullOrWhiteSpace(tls.ServerName) ? endpoint.IdnHost : tls.ServerName;
        if (Uri.CheckHostName(serverName) == UriHostNameType.Unknown)
            faults.Add(new($"Tls:ServerName{origin}", $"'{serverName}' is not a host name; write it as the engine's certificate does, without scheme and port"));
        if (authorities is null || client is null)
            return null;

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

    private static X509Certificate2Collection? LoadAuthorities(string file, string origin, List<OptionFault> faults)
    {
        if (!IsReadable(file, $"Tls:CaFile{origin}", faults))
            return null;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            if (authorities.Count > 0)
                return authorities;
            faults.Add(new($"Tls:CaFile{origin}", $"'{file}' has no certificate in PEM form"));
        }
        catch (CryptographicException error)
        {
            faults.Add(new($"Tls:CaFile{origin}", $"'{file}' has a certificate that can't be read: {error.Message}"));
        }
        return null;
    }

    private static X509Certificate2? LoadClient(EngineTlsOptions tls, string origin, List<OptionFault> faults)
    {
        // Both are checked before either is used, so that all faults come at once.
        var readable = IsReadable(tls.CertFile, $"Tls:CertFile{origin}", faults) & IsReadable(tls.KeyFile, $"Tls:KeyFile{origin}", faults);
        if (!readable)
            return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(tls.CertFile, tls.KeyFile);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            faults.Add(new($"Tls:CertFile{origin}", $"'{tls.CertFile}' and '{tls.KeyFile}' are not a certificate and its key in PEM form: {error.Message}"));
            return null;
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
