using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace Rtm.Console.Configuration;

/// <summary>
/// <c>Rtm:SignIn:ClientKeyFile</c>: a PEM file with a private key, or with a certificate and its key. Entra ID names the
/// key by the certificate, others by <c>ClientKeyId</c>.
/// </summary>
internal static class ClientKeyFile
{
    private const string Name = "ClientKeyFile";

    public static SigningCredentials? Read(SectionReader section)
    {
        var file = section.Text(Name);
        var keyId = section.Text("ClientKeyId");
        if (file.Length == 0)
        {
            if (keyId.Length > 0)
                section.Fault("ClientKeyId", $"names a key, but {section.Key(Name)} is blank.");

            return null;
        }

        return section.FileText(Name, file) is { } pem ? Credentials(section, file, pem, keyId) : null;
    }

    private static SigningCredentials? Credentials(SectionReader section, string file, string pem, string keyId)
    {
        try
        {
            if (pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
                return Named(new X509SecurityKey(X509Certificate2.CreateFromPem(pem, pem)), SecurityAlgorithms.RsaSha256, keyId);

            return IsElliptic(pem, out var curve)
                ? Named(new ECDsaSecurityKey(curve), curve.KeySize > 256 ? SecurityAlgorithms.EcdsaSha384 : SecurityAlgorithms.EcdsaSha256, keyId)
                : Named(new RsaSecurityKey(Rsa(pem)), SecurityAlgorithms.RsaSha256, keyId);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The file's own text stays out of the message.
            section.Fault(Name, $"'{file}' holds no private key in PEM form without a password (RSA, or elliptic P-256 or P-384).");
            return null;
        }
    }

    private static SigningCredentials Named(AsymmetricSecurityKey key, string algorithm, string keyId)
    {
        if (keyId.Length > 0)
            key.KeyId = keyId;

        return new SigningCredentials(key, algorithm);
    }

    private static RSA Rsa(string pem)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private static bool IsElliptic(string pem, out ECDsa curve)
    {
        curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            curve.Dispose();
            return false;
        }
    }
}
