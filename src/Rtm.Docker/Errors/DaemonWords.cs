using System.Net;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>The daemon's own words out of the body of an error.</summary>
internal static class DaemonWords
{
    private const int Longest = 2000;

    public static string From(string? body, HttpStatusCode status)
    {
        if (Message(body) is { Length: > 0 } message)
            return Shorten(message);
        // Plain text is what an engine's TLS port says to a plain request; anything with markup is some other server's page.
        if (!string.IsNullOrWhiteSpace(body) && body.Length < 300 && !body.Contains('<', StringComparison.Ordinal))
            return Shorten(body);
        return $"HTTP {(int)status} with something that is not the engine's own JSON (is there a proxy in between?)";
    }

    private static string? Message(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("message", out var message)
                && message.ValueKind == JsonValueKind.String
                    ? message.GetString()
                    : null;
        }
        catch (JsonException)
        {
            // Not JSON: the caller says so in its own words.
            return null;
        }
    }

    private static string Shorten(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= Longest ? trimmed : string.Concat(trimmed.AsSpan(0, Longest), "…");
    }
}
