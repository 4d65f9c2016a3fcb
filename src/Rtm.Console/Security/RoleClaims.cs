using System.Text.Json;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>Finds the roles in what a provider says of a person: an id token's payload, a userinfo answer, an access token.</summary>
public static class RoleClaims
{
    private const string Email = "email";

    /// <summary>The roles the console knows, none where the values mean nothing here; null where the claim is not there at all.</summary>
    public static IReadOnlyList<string>? In(JsonElement claims, SignInOptions options)
    {
        if (Find(claims, options.RoleClaim) is not { } claim)
            return null;

        return IsProven(claims, options) ? [.. Roles.All.Where(role => ValuesOf(claim, options).Any(value => Gives(value, role, options)))] : [];
    }

    // An address may hold a blank, and behind it what looks like another one.
    private static IEnumerable<string> ValuesOf(JsonElement claim, SignInOptions options) =>
        options.RoleClaim != Email ? Values(claim) : claim.ValueKind == JsonValueKind.String ? [claim.GetString()!] : [];

    /// <summary>Many providers let people write any address into their account: one that nobody verified must not be taken for whose it is.</summary>
    private static bool IsProven(JsonElement claims, SignInOptions options) => options.RoleClaim != Email
        || (claims.TryGetProperty("email_verified", out var verified)
            && (verified.ValueKind == JsonValueKind.True || (verified.ValueKind == JsonValueKind.String && verified.ValueEquals("true"))));

    private static bool Gives(string value, string role, SignInOptions options) =>
        options.RoleMap.Count == 0 ? value == role : options.RoleMap.TryGetValue(role, out var groups) && groups.Contains(value, StringComparer.Ordinal);

    /// <summary>A claim may have dots in its own name (https://galaxy.example/roles): the longest name that is there wins at each level.</summary>
    private static JsonElement? Find(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        if (element.TryGetProperty(path, out var whole))
            return whole;

        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            if (element.TryGetProperty(path[..dot], out var child) && Find(child, path[(dot + 1)..]) is { } found)
                return found;
        }

        return null;
    }

    // Some providers write a list of one as the one, and some a list as a text with spaces.
    private static IEnumerable<string> Values(JsonElement claim) => claim.ValueKind switch
    {
        JsonValueKind.String => [claim.GetString()!, .. claim.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        JsonValueKind.Array => claim.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!),
        // Zitadel and others: an object whose names are the roles.
        JsonValueKind.Object => claim.EnumerateObject().Select(item => item.Name),
        _ => [],
    };
}
