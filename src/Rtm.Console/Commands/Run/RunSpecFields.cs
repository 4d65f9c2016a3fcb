using System.Globalization;
using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Reads single fields, and remembers each that is not what it must be.</summary>
internal sealed class RunSpecFields
{
    private const int LongestPath = 200;

    private readonly List<RunSpecFault> _faults = [];

    public IReadOnlyList<RunSpecFault> Faults => _faults;

    public void Fault(string field, string message) => _faults.Add(new(field, message));

    /// <summary>Names what can't be said, down to the last field: a person must see that it was "HostConfig.Privileged" that was refused.</summary>
    public void Unknown(string path, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any() && path.Length < LongestPath)
        {
            foreach (var field in value.EnumerateObject())
                Unknown($"{path}.{field.Name}", field.Value);
            return;
        }

        Fault(path, "is not a field of a container here, and was refused");
    }

    public string Text(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.String)
            return field.Value.GetString()!;
        Fault(field.Name, "must be a text");
        return "";
    }

    public double Number(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out var value))
            return value;
        Fault(field.Name, "must be a number");
        return 0;
    }

    public int Whole(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt32(out var value))
            return value;
        Fault(field.Name, "must be a whole number");
        return 0;
    }

    public IReadOnlyList<string> List(JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.Array && field.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. field.Value.EnumerateArray().Select(item => item.GetString()!)];
        Fault(field.Name, "must be a list of texts");
        return [];
    }

    public Dictionary<string, string> Map(JsonProperty field)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (field.Value.ValueKind != JsonValueKind.Object)
        {
            Fault(field.Name, "must be an object of texts: { \"KEY\": \"value\" }");
            return map;
        }

        foreach (var entry in field.Value.EnumerateObject())
        {
            var name = $"{field.Name}[{entry.Name.Split('=')[0]}]";
            if (entry.Value.ValueKind != JsonValueKind.String)
                Fault(name, "must be a text");
            else if (!map.TryAdd(entry.Name, entry.Value.GetString()!))
                Fault(name, "is there twice");
        }

        return map;
    }

    public IReadOnlyList<BindMount> Mounts(JsonProperty field)
    {
        var mounts = new List<BindMount>();
        if (field.Value.ValueKind != JsonValueKind.Array)
        {
            Fault(field.Name, "must be a list of { \"HostPath\": …, \"MountPath\": …, \"ReadOnly\": … }");
            return mounts;
        }

        foreach (var item in field.Value.EnumerateArray())
            mounts.Add(Mount(string.Create(CultureInfo.InvariantCulture, $"{field.Name}[{mounts.Count}]"), item));
        return mounts;
    }

    private BindMount Mount(string path, JsonElement item)
    {
        // What is not said is not writable.
        var mount = new BindMount("", "", ReadOnly: true);
        if (item.ValueKind != JsonValueKind.Object)
        {
            Fault(path, "must be { \"HostPath\": …, \"MountPath\": …, \"ReadOnly\": … }");
            return mount;
        }

        foreach (var field in item.EnumerateObject())
        {
            switch (field.Name)
            {
                case nameof(BindMount.HostPath) when field.Value.ValueKind == JsonValueKind.String:
                    mount = mount with { HostPath = field.Value.GetString()! };
                    break;
                case nameof(BindMount.MountPath) when field.Value.ValueKind == JsonValueKind.String:
                    mount = mount with { MountPath = field.Value.GetString()! };
                    break;
                case nameof(BindMount.ReadOnly) when field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    mount = mount with { ReadOnly = field.Value.GetBoolean() };
                    break;
                case nameof(BindMount.HostPath) or nameof(BindMount.MountPath) or nameof(BindMount.ReadOnly):
                    Fault($"{path}.{field.Name}", field.Name == nameof(BindMount.ReadOnly) ? "must be true or false" : "must be a text");
                    break;
                default:
                    Unknown($"{path}.{field.Name}", field.Value);
                    break;
            }
        }

        return mount;
    }
}
