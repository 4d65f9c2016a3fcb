using System.Globalization;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Rtm.Console.Security;

/// <summary>Reads what the provider answers to the console itself.</summary>
internal static class ProviderAnswer
{
    public static async Task<JsonDocument> JsonAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        try
        {
            // Userinfo may come as a signed token over the same TLS.
            return JsonDocument.Parse(text.StartsWith("eyJ", StringComparison.Ordinal) ? Base64UrlEncoder.Decode(new JsonWebToken(text).EncodedPayload) : text);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            throw new HttpRequestException($"The provider answered {(int)answer.StatusCode} without JSON.", e);
        }
    }

    public static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>When a token ends, by the words beside it.</summary>
    public static DateTimeOffset? EndOf(JsonElement tokens, DateTimeOffset now) => tokens.TryGetProperty("expires_in", out var seconds) ? EndOf(seconds.ToString(), now) : null;

    public static DateTimeOffset? EndOf(string? expiresIn, DateTimeOffset now) =>
        int.TryParse(expiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? now.AddSeconds(seconds) : null;
}
