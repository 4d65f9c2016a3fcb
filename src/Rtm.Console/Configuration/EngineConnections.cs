using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Configuration;

/// <summary>Connects every configured engine, or reports what is wrong with any of them under its configuration key.</summary>
internal static class EngineConnections
{
    public static EngineRegistry Connect(IEnumerable<EngineEntry> entries, Func<DockerEngineOptions, IDockerEngine> connect)
    {
        var engines = new List<IDockerEngine>();
        var faults = new List<ConfigurationFault>();
        foreach (var (key, options) in entries)
        {
            try
            {
                engines.Add(connect(options));
            }
            catch (EngineConfigurationException e)
            {
                faults.AddRange(e.Faults.Select(fault => new ConfigurationFault($"{key}:{fault.Option}", fault.Message)));
                if (e.Faults.Count == 0)
                    faults.Add(new ConfigurationFault(key, e.Message));
            }
        }

        var registry = new EngineRegistry(engines);
        if (faults.Count == 0)
            return registry;

        registry.Dispose();
        throw new ConsoleConfigurationException(faults);
    }

    /// <summary>Connecting sends nothing, so a trial before the start finds a wrong endpoint or certificate together with all other faults.</summary>
    public static IReadOnlyList<ConfigurationFault> FaultsOf(IEnumerable<EngineEntry> entries)
    {
        try
        {
            using var trial = Connect(entries, options => DockerEngine.Connect(options));
            return [];
        }
        catch (ConsoleConfigurationException e)
        {
            return e.Faults;
        }
    }
}
