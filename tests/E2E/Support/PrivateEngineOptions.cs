using System.Globalization;

namespace Rtm.E2E.Tests.Support;

/// <summary>Where a <see cref="PrivateEngine"/> answers beside its unix socket.</summary>
public sealed record PrivateEngineOptions
{
    /// <summary>Also listen on 127.0.0.1 at this port.</summary>
    public int? TcpPort { get; init; }

    /// <summary>Demand and show certificates at <see cref="TcpPort"/>; null means plain text.</summary>
    public EngineCertificates? Tls { get; init; }

    /// <summary>
    /// Keep its networks to itself. A browser drops what it is loading whenever an interface or an address comes or goes on its machine, and
    /// every container start is that. Neither <see cref="TcpPort"/> nor a registry of this machine can be reached then.
    /// </summary>
    public bool OwnNetwork { get; init; }

    /// <summary>The size of its disk, such as <c>64m</c>, which is memory then; null for the machine's own disk.</summary>
    public string? DataSize { get; init; }

    /// <summary>Further options of dockerd.</summary>
    public IReadOnlyList<string> DaemonOptions { get; init; } = [];

    internal IEnumerable<string> ToArguments()
    {
        if (OwnNetwork)
        {
            yield return "--own-network";
        }
        if (DataSize is { } size)
        {
            yield return $"--data-size={size}";
        }
        if (TcpPort is { } port)
        {
            yield return "--host";
            yield return string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{port}");
            yield return Tls is null ? "--tls=false" : "--tlsverify";
        }
        if (Tls is { } tls)
        {
            yield return $"--tlscacert={tls.CaPath}";
            yield return $"--tlscert={tls.CertificatePath}";
            yield return $"--tlskey={tls.KeyPath}";
        }
        foreach (var option in DaemonOptions)
        {
            yield return option;
        }
    }
}

/// <summary>PEM files: who may come in, and what the engine shows.</summary>
public sealed record EngineCertificates(string CaPath, string CertificatePath, string KeyPath);
