using System.Globalization;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>The engine's event JSON → <see cref="EngineEvent"/>. Source: the seed's <c>decodeEvent</c> and <c>parseExitCode</c>.</summary>
internal static class EventDecoder
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads one event; null for one that is not a container's.</summary>
    /// <param name="json">A value of the event stream, from <see cref="JsonText.Parse"/>.</param>
    public static EngineEvent? Decode(JsonElement json)
    {
        if (json.Text("Type") != "container")
            return null;
        var actor = json.Member("Actor");
        var labels = ReadOnly.Map(Attributes(json, actor.Member("Attributes")));
        var timeNano = TimeNano(json);
        return new EngineEvent
        {
            // The engine repeats these as status, id and from at the top: they stand in where Action or Actor is missing or null.
            Action = WithoutCommand(FirstNonEmpty(json.Text("Action"), json.Text("status"))),
            ContainerId = FirstNonEmpty(actor.Text("ID"), json.Text("id")),
            Labels = labels,
            ExitCode = ExitCode(labels.GetValueOrDefault("exitCode")),
            OccurredAt = EngineTime.FromUnixNanoseconds(timeNano),
            TimeNano = timeNano,
        };
    }

    private static List<KeyValuePair<string, string?>> Attributes(JsonElement json, JsonElement attributes)
    {
        var all = new List<KeyValuePair<string, string?>>();
        if (attributes.ValueKind == JsonValueKind.Object)
        {
            foreach (var attribute in attributes.EnumerateObject())
                all.Add(new(attribute.Name, attribute.Value.ValueKind == JsonValueKind.String ? attribute.Value.GetString() : ""));
        }
        if (json.Text("from") is { Length: > 0 } image && !all.Exists(attribute => attribute.Key == "image"))
            all.Add(new("image", image));
        return all;
    }

    private static string FirstNonEmpty(string? first, string? second) => string.IsNullOrEmpty(first) ? second ?? "" : first;

    // exec_create, exec_start and whatever exec_ verb comes next: the text after the colon is a command and can hold secrets.
    private static string WithoutCommand(string action)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && action.StartsWith("exec_", StringComparison.Ordinal) ? action[..colon] : action;
    }

    private static long TimeNano(JsonElement json)
    {
        var nanoseconds = json.Int64("timeNano");
        if (nanoseconds != 0)
            return nanoseconds;
        var seconds = json.Int64("time");
        // A time that nanoseconds can't count (after the year 2262) is none.
        return Math.Abs((decimal)seconds) <= long.MaxValue / NanosecondsPerSecond ? seconds * NanosecondsPerSecond : 0;
    }

    private static int? ExitCode(string? text) =>
        !string.IsNullOrEmpty(text)
        && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
