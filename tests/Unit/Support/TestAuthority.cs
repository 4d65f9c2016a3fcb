using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Rtm.Tests.Support;

/// <summary>What a certificate says it may be used for.</summary>
public enum CertificateUsage
{
    Server,
    Client,
}

/// <summary>
/// A certificate authority of the test's own. Two of them are unrelated to each other, whatever their names.
/// Certificates it issued stay valid when it is disposed; each is the caller's to dispose.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private TestAuthority(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public static TestAuthority Create(string name = "Test engine authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return new(request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30)));
    }

    /// <summary>A server's certificate for these host names and IP addresses; by default for the stub's own.</summary>
    public X509Certificate2 IssueServer(params string[] names) =>
        Issue("engine", CertificateUsage.Server, names.Length == 0 ? ["localhost", "127.0.0.1"] : names);

    public X509Certificate2 IssueClient(string name = "operator") => Issue(name, CertificateUsage.Client, []);

    /// <summary>Any combination, a wrong one too: a client's certificate that carries a server's names, or one that has run out.</summary>
    public X509Certificate2 Issue(string subject, CertificateUsage usage, IReadOnlyList<string> names, bool expired = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={subject}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([UsageOid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (names.Count > 0)
            request.CertificateExtensions.Add(AlternativeNames(names));
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(Certificate, now.AddDays(-20), now.AddDays(expired ? -1 : 20), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>Writes <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>, as <c>DOCKER_CERT_PATH</c> has them.</summary>
    public void WriteFolder(string folder, X509Certificate2 certificate)
    {
        File.WriteAllText(Path.Combine(folder, "ca.pem"), Certificate.ExportCertificatePem());
        WritePem(certificate, Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
    }

    public static void WritePem(X509Certificate2 certificate, string certFile, string keyFile)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("The certificate has no private key.", nameof(certificate));
        File.WriteAllText(certFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => Certificate.Dispose();

    private static Oid UsageOid(CertificateUsage usage) => new(usage == CertificateUsage.Server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2");

    private static X509Extension AlternativeNames(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                builder.AddIpAddress(address);
            else
                builder.AddDnsName(name);
        }

        return builder.Build();
    }
}
