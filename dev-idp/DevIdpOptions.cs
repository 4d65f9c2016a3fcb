namespace Rtm.DevIdp;

/// <summary>
/// One client, which is the console under development. The program reads <c>DevIdp:Url</c> (or <c>ASPNETCORE_URLS</c>),
/// <c>DevIdp:ClientId</c> and <c>DevIdp:ConsoleUrl</c> from the command line or the environment.
/// </summary>
public sealed record DevIdpOptions
{
    /// <summary>Anything but <c>Development</c> is refused.</summary>
    public string Environment { get; init; } = "Production";

    /// <summary>Where it listens and what it calls itself; a loopback address.</summary>
    public string Url { get; init; } = "http://localhost:5001";

    public string ClientId { get; init; } = "rtm-console";

    /// <summary>Compared character by character.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Compared character by character.</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    public static DevIdpOptions From(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var section = configuration.GetSection("DevIdp");
        var defaults = new DevIdpOptions();
        return new DevIdpOptions
        {
            Environment = configuration["environment"] ?? configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"]
                ?? defaults.Environment,
            Url = section["Url"] ?? configuration["ASPNETCORE_URLS"] ?? defaults.Url,
            ClientId = section["ClientId"] ?? defaults.ClientId,
        }.ForConsole(section["ConsoleUrl"] ?? "http://localhost:5000");
    }

    /// <summary>The addresses at which a console with default settings takes its answers.</summary>
    public DevIdpOptions ForConsole(string consoleUrl) => this with
    {
        RedirectUris = [$"{consoleUrl.TrimEnd('/')}/signin-oidc"],
        PostLogoutRedirectUris = [$"{consoleUrl.TrimEnd('/')}/signout-callback-oidc"],
    };
}

/// <summary>It will not run here: it would hand out sessions to anyone who can reach it.</summary>
public sealed class DevIdpRefusedException(string message) : Exception(message)
{
    /// <summary><c>EX_CONFIG</c> of sysexits.h.</summary>
    public const int ExitCode = 78;
}
