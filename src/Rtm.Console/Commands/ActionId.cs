using System.Buffers;
using System.Security.Cryptography;

namespace Rtm.Console.Commands;

/// <summary>ULIDs (github.com/ulid/spec): 48 bits of milliseconds and 80 random bits, so that they sort by time.</summary>
public static class ActionId
{
    public const int Length = 26;

    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly SearchValues<char> Digits = SearchValues.Create(Crockford);

    public static string New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        var value = (UInt128)(ulong)clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var one in random)
            value = (value << 8) | one;
        return string.Create(Length, value, (text, rest) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
                text[i] = Crockford[(int)(rest & 31)];
        });
    }

    /// <summary>26 digits, the first at most 7: more would not fit into 128 bits.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: Length } && text[0] <= '7' && !text.AsSpan().ContainsAnyExcept(Digits);
}
