using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rtm.Console.Masking;

/// <summary>Rewrites what an engine answered, or will be asked, so that it can be shown and stored: indented, and every secret masked.</summary>
internal static class JsonMask
{
    // The page and the download encode for themselves.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lists whose items are arguments of a command.</summary>
    private static readonly HashSet<string> Commands = new(StringComparer.OrdinalIgnoreCase) { "Cmd", "Entrypoint", "Args", "Shell" };

    public static string Of(string json, SecretMask mask)
    {
        var root = Parse(json);
        if (root is null)
            return "";
        Visit(root, mask);
        return root.ToJsonString(Indented);
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            // Unreadable text can't be masked, so it can't be shown.
            return null;
        }
    }

    private static void Visit(JsonNode node, SecretMask mask)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map.ToArray())
            {
                if (value is not null)
                    Member(map, name, value, mask);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (TextOf(items[i]) is { } text)
                    items[i] = mask.Text(text);
                else if (items[i] is { } item)
                    Visit(item, mask);
            }
        }
    }

    private static void Member(JsonObject map, string name, JsonNode value, SecretMask mask)
    {
        switch (name, value)
        {
            case ("Env", JsonArray env):
                map[name] = Texts(env, entry => EnvText.NameOf(entry) is var key && key.Length < entry.Length ? $"{key}={SecretMask.Mask}" : entry);
                break;
            // Its command and what it printed can hold secrets.
            case ("Healthcheck", JsonObject check) when check["Test"] is JsonArray { Count: > 0 }:
                check["Test"] = new JsonArray(SecretMask.Mask);
                break;
            case ("Output", JsonValue) when TextOf(value) is { Length: > 0 }:
                map[name] = SecretMask.Mask;
                break;
            case (_, JsonArray arguments) when Commands.Contains(name) && arguments.All(a => TextOf(a) is not null):
                map[name] = new JsonArray([.. mask.Arguments([.. arguments.Select(a => TextOf(a)!)]).Select(a => (JsonNode)a)]);
                break;
            case (_, JsonValue) when TextOf(value) is { } text:
                map[name] = mask.Value(name, text);
                break;
            default:
                Visit(value, mask);
                break;
        }
    }

    private static JsonArray Texts(JsonArray items, Func<string, string> change) =>
        new([.. items.Select(item => TextOf(item) is { } text ? (JsonNode)change(text) : null)]);

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
