namespace Rtm.Docker;

/// <summary>Which certificates to use, and who said so: the configuration or the environment.</summary>
/// <param name="Files">The certificates; null for none.</param>
/// <param name="Origin">What a fault adds to an option's name that is in no configuration, such as <c> (from DOCKER_TLS_VERIFY)</c>.</param>
internal sealed record TlsSource(EngineTlsOptions? Files, string Origin = "")
{
    /// <summary>How an operator does without them.</summary>
    public string Removal => Origin.Length == 0 ? "remove Tls" : "unset DOCKER_TLS_VERIFY";

    /// <summary>As the docker CLI does it: DOCKER_TLS_VERIFY set to anything turns TLS on, the files are in DOCKER_CERT_PATH or ~/.docker.</summary>
    public static TlsSource From(Func<string, string?> environment)
    {
        if (string.IsNullOrEmpty(environment("DOCKER_TLS_VERIFY")))
            return new((EngineTlsOptions?)null);
        var folder = environment("DOCKER_CERT_PATH");
        return string.IsNullOrEmpty(folder)
            ? new(FilesIn(Path.Combine(environment("HOME") ?? "/", ".docker")), " (from DOCKER_TLS_VERIFY)")
            : new(FilesIn(folder), " (from DOCKER_TLS_VERIFY and DOCKER_CERT_PATH)");
    }

    private static EngineTlsOptions FilesIn(string folder) => new()
    {
        CaFile = Path.Combine(folder, "ca.pem"),
        CertFile = Path.Combine(folder, "cert.pem"),
        KeyFile = Path.Combine(folder, "key.pem"),
    };
}
