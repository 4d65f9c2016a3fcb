using Rtm.Console.Commands;
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
            rtm.Group("Commands", CommandSection.Read),
            rtm.Group("SignIn", signIn => SignInSection.Read(signIn, isDevelopment)),
            rtm.Group("History", HistorySection.Read),
            rtm.Group("Telemetry", TelemetrySection.Read),
            DoorSection.Read(rtm)));
        return (options with { Commands = WithOwner(options, faults) }, faults);
    }

    private static CommandOptions WithOwner(RtmOptions options, List<ConfigurationFault> faults)
    {
        var (commands, owners) = (options.Commands, options.Scope.Owners);
        if (commands.Owner.Length == 0)
            return commands with { Owner = owners.Count > 0 ? owners[0] : CommandOptions.DefaultOwner };
        if (owners.Count > 0 && !owners.Contains(commands.Owner, StringComparer.Ordinal))
            faults.Add(new("Rtm:Commands:Owner", $"'{commands.Owner}' is not in Rtm:Scope:Owners: what is run here would not be seen here."));
        return commands;
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
