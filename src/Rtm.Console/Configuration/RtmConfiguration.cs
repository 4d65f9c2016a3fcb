using Rtm.Console.Relay;

namespace Rtm.Console.Configuration;

/// <summary>Turns the configuration into options, or into every fault at once. Nothing has been started when it runs.</summary>
public static class RtmConfiguration
{
    /// <exception cref="ConsoleConfigurationException">Something is missing, unknown or wrong.</exception>
    public static RtmOptions Read(IConfiguration configuration, bool isDevelopment)
    {
        var (options, faults) = Check(configuration, isDevelopment);
        return faults.Count == 0 ? options : throw new ConsoleConfigurationException(faults);
    }

    internal static (RtmOptions Options, IReadOnlyList<ConfigurationFault> Faults) Check(IConfiguration configuration, bool isDevelopment)
    {
        var faults = new List<ConfigurationFault>();
        var options = SectionReader.Read(configuration.GetSection("Rtm"), faults, rtm => new RtmOptions(
            EngineSection.Read(rtm),
            rtm.Group("Scope", Scope),
            rtm.Group("Relay", Relay),
            rtm.Group("SignIn", signIn => SignInSection.Read(signIn, isDevelopment)),
            DoorSection.Read(rtm)));
        return (options, faults);
    }

    private static ScopeOptions Scope(SectionReader section)
    {
        var label = section.RequiredText("OwnerLabel", new ScopeOptions().OwnerLabel);
        if (label.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '=' or ','))
            section.Fault("OwnerLabel", $"'{label}' is not a label's name; it has no spaces, commas or equals signs.");

        return new ScopeOptions { OwnerLabel = label, Owners = section.List("Owners") };
    }

    private static RelayOptions Relay(SectionReader section)
    {
        var defaults = new RelayOptions();
        return new RelayOptions
        {
            ProbeInterval = section.Duration("ProbeInterval", defaults.ProbeInterval),
            ReconcileInterval = section.Duration("ReconcileInterval", defaults.ReconcileInterval),
            StaleAfter = section.Duration("StaleAfter", defaults.StaleAfter),
        };
    }
}
