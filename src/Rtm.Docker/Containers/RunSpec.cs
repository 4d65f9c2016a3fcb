namespace Rtm.Docker;

/// <summary>
/// What to run: the only source of a create request. What it doesn't have (privileged, capabilities, devices, host namespaces …)
/// can't reach the engine. Source: the seed's <c>ports.RunSpec</c>.
/// </summary>
public sealed record RunSpec
{
    /// <summary>The container's name: a letter or digit, then letters, digits, <c>_</c>, <c>.</c> or <c>-</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The image reference.</summary>
    public string Image { get; init; } = "";

    /// <summary>The host name in the container and its alias on the network: a DNS label of at most 63 characters, or several with dots between; nothing that an address would read as an IPv4 number.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>The user-defined network it joins; none of the engine's own (<c>host</c>, <c>none</c>, <c>bridge</c>, <c>default</c>, <c>container:…</c>).</summary>
    public string Network { get; init; } = "";

    /// <summary>Environment variables.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = ReadOnly.EmptyMap;

    /// <summary>The command and its arguments; empty for the image's own.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnly.EmptyMap;

    /// <summary>Host folders to mount.</summary>
    public IReadOnlyList<BindMount> BindMounts { get; init; } = [];

    /// <summary>CPUs it may use, such as 1.5; above 0.</summary>
    public double CpuQuota { get; init; }

    /// <summary>Memory it may use, as text: <c>512m</c>, <c>1.5GiB</c>; above 0. See <see cref="MemorySize.TryParse"/>.</summary>
    public string Memory { get; init; } = "";

    /// <summary>Processes and threads it may have; above 0.</summary>
    public int PidsLimit { get; init; }

    /// <summary>Every fault of this specification at once, each with its field; empty when it can be sent. The engine is not asked.</summary>
    public IReadOnlyList<RunSpecFault> Validate() => RunSpecRules.FaultsOf(this);

    /// <summary>Name and image only: the rest can hold secrets, and this text ends up in logs.</summary>
    public override string ToString() => $"{nameof(RunSpec)} {{ Name = {Name}, Image = {Image} }}";
}

/// <summary>A host folder mounted into a container.</summary>
/// <param name="HostPath">An absolute path on the engine's host.</param>
/// <param name="MountPath">An absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container can't write to it.</param>
public sealed record BindMount(string HostPath, string MountPath, bool ReadOnly);

/// <summary>One fault of a <see cref="RunSpec"/>.</summary>
/// <param name="Field">The field, such as <c>Memory</c> or <c>BindMounts[0].HostPath</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record RunSpecFault(string Field, string Message);
