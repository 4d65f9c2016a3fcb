using System.Security.Cryptography;

namespace Rtm.Console.Security;

/// <summary>The one value of this response that lets an inline script run: Blazor's import map carries it.</summary>
public sealed class CspNonce
{
    public string Value { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
}
