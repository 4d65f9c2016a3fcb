using System.Globalization;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>The engine's event JSON → <see cref="EngineMessage"/>. Source: the seed's <c>decodeEvent</c> and <c>parseExitCode</c>.</summary>
internal static class EventDecoder
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads one message; null for a value that is none.</summary>
    /// <param name="json">A value of the event stream, from <see cref="JsonText.Parse"/>.</param>
    public static EngineMessage? Decode(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        var type = json.Text("Type") ?? "";
        var actor = json.Member("Actor");
        var attributes = ReadOnly.Map(Attributes(json, actor.Member("Attributes")));
        var timeNano = TimeNano(json);
        var message = new EngineMessage
        {
            Type = type,
            // The engine repeats these as status, id and from at the top: they stand in where Action or Actor is missing or null.
            Action = WithoutCommand(FirstNonEmpty(json.Text("Action"), json.Text("status"))),
            ActorId = FirstNonEmpty(actor.Text("ID"), json.Text("id")),
            Attributes = attributes,
            TimeNano = timeNano,
            OccurredAt = EngineTime.FromUnixNanoseconds(timeNano),
        };
        return type == EngineMessageKey.Container ? message with { Event = ContainerEvent(message) } : message;
    }

    private static EngineEvent ContainerEvent(EngineMessage message) => new()
    {
        Action = message.Action,
        ContainerId = message.ActorId,
        Labels = message.Attributes,
        ExitCode = ExitCode(message.Attributes.GetValueOrDefault("exitCode")),
        OccurredAt = message.OccurredAt,
        TimeNano = message.TimeNano,
    };

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
