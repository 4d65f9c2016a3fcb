using System.Net;
using System.Text;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>The daemon's own words out of the body of an error.</summary>
internal static class DaemonWords
{
    private const int LongestPlain = 300;

    /// <summary>What an engine says in its own JSON; null where the body is not an engine's.</summary>
    public static string? In(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return null;
        try
        {
            var message = JsonText.Parse(Encoding.UTF8.GetBytes(body)).Text("message");
            return string.IsNullOrWhiteSpace(message) ? null : HarmlessText.Of(message);
        }
        catch (JsonException)
        {
            // Not JSON: the caller says so in its own words.
            return null;
        }
    }

    /// <summary>What to say of a body that is not an engine's own JSON.</summary>
    public static string Otherwise(string? body, HttpStatusCode status)
    {
        // Plain text is what an engine's TLS port says to a plain request; anything with markup is some other server's page.
        if (!string.IsNullOrWhiteSpace(body) && body.Length < LongestPlain && !body.Contains('<', StringComparison.Ordinal) && !body.StartsWith('{'))
            return HarmlessText.Of(body);
        return $"HTTP {(int)status} with something that is not the engine's own JSON (is there a proxy in between?)";
    }
}
