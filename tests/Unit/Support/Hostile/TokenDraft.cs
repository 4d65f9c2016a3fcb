using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Rtm.Tests.Support.Hostile;

/// <summary>A token about to be signed, or not: a test changes what it likes.</summary>
public sealed class TokenDraft(SigningKey key)
{
    public Dictionary<string, object?> Header { get; } = new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = key.Id };

    public Dictionary<string, object?> Claims { get; } = [];

    /// <summary>Makes the signature over the first two parts.</summary>
    public Func<byte[], byte[]> Sign { get; set; } = data => key.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public string Write()
    {
        var signed = $"{Part(Header)}.{Part(Claims)}";
        return $"{signed}.{Base64UrlEncoder.Encode(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(Dictionary<string, object?> values) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(values));
}

public sealed record SigningKey(string Id, RSA Rsa)
{
    public static SigningKey New() => new(Guid.NewGuid().ToString("N"), RSA.Create(2048));
}
