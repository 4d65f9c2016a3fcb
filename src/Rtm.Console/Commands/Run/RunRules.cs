using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What may be run here, beyond what Rtm.Docker says of every specification. All faults at once.</summary>
internal sealed class RunRules(CommandOptions options, OwnerScope scope)
{
    /// <summary>Who asked for the container, by the provider's subject.</summary>
    public const string ActorLabel = "com.galaxy.actor";

    // The engine's own least.
    private const long LeastMemory = 6 << 20;

    private readonly ImageRules _images = new(options);
    private readonly BindRules _binds = new(options);

    /// <summary>The specification as it would be sent, without the image's digest, and every fault.</summary>
    public (RunSpec Spec, IReadOnlyList<RunSpecFault> Faults) Check(RunSpec spec, Actor actor, Uri endpoint, EngineInfo host)
    {
        var faults = new List<RunSpecFault>(spec.Validate());
        if (faults.All(f => f.Field != nameof(spec.Image)) && _images.FaultOf(spec.Image) is { } image)
            faults.Add(new(nameof(spec.Image), image));
        if (faults.All(f => f.Field != nameof(spec.Network)) && !options.Networks.Contains(spec.Network, StringComparer.Ordinal))
            faults.Add(new(nameof(spec.Network), NetworkFault(spec.Network)));
        CheckHost(spec, host, faults);
        var labels = Labels(spec, actor, faults);
        return (spec with { Labels = labels, BindMounts = Binds(spec, endpoint, host, faults) }, faults);
    }

    private string NetworkFault(string network) => options.Networks.Count == 0
        ? "no network is allowed: Rtm:Commands:Networks names none"
        : $"'{network}' is not among the allowed networks: {string.Join(", ", options.Networks)}";

    private static void CheckHost(RunSpec spec, EngineInfo host, List<RunSpecFault> faults)
    {
        if (host.CpuCount > 0 && spec.CpuQuota > host.CpuCount)
            faults.Add(new(nameof(spec.CpuQuota), $"the host has {host.CpuCount} CPUs"));
        if (!MemorySize.TryParse(spec.Memory, out var bytes))
            return;
        if (host.MemoryBytes > 0 && bytes > host.MemoryBytes)
            faults.Add(new(nameof(spec.Memory), $"the host has {host.MemoryBytes >> 20} MiB"));
        if (bytes is > 0 and < LeastMemory)
            faults.Add(new(nameof(spec.Memory), $"the engine takes no less than {LeastMemory >> 20} MiB"));
    }

    private Dictionary<string, string> Labels(RunSpec spec, Actor actor, List<RunSpecFault> faults)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in spec.Labels ?? ReadOnlyLabels)
            labels[key] = value;
        Set(scope.OwnerLabel, options.Owner);
        Set(ActorLabel, actor.Subject);
        return labels;

        void Set(string key, string value)
        {
            if (labels.TryGetValue(key, out var given) && given != value)
                faults.Add(new($"{nameof(RunSpec.Labels)}[{key}]", $"is set by the console; leave it out"));
            labels[key] = value;
        }
    }

    private static readonly Dictionary<string, string> ReadOnlyLabels = [];

    private List<BindMount> Binds(RunSpec spec, Uri endpoint, EngineInfo host, List<RunSpecFault> faults)
    {
        var binds = new List<BindMount>();
        for (var i = 0; i < (spec.BindMounts?.Count ?? 0); i++)
        {
            var field = $"{nameof(RunSpec.BindMounts)}[{i}].{nameof(BindMount.HostPath)}";
            if (faults.Any(f => f.Field.StartsWith($"{nameof(RunSpec.BindMounts)}[{i}]", StringComparison.Ordinal)))
                continue;
            var (mount, fault) = _binds.Check(spec.BindMounts![i], endpoint, host.DataRoot);
            if (fault is not null)
                faults.Add(new(field, fault));
            binds.Add(mount);
        }

        return binds;
    }
}
