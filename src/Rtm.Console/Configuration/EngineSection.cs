using System.Text.RegularExpressions;
using Rtm.Docker;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm:Engines</c>. Endpoints and certificates are judged by Rtm.Docker; names by us, because they go into addresses.</summary>
internal static partial class EngineSection
{
    public static IReadOnlyList<EngineEntry> Read(SectionReader rtm)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var engines = rtm.Groups("Engines", (section, key) =>
        {
            var options = Engine(section);
            if (!EngineName().IsMatch(options.Name))
                section.Fault("Name", $"'{options.Name}' is not an engine's name; use 1 to 32 of a-z, 0-9 and -, and begin with a letter or digit.");
            else if (!names.TryAdd(options.Name, key))
                section.Fault("Name", $"'{options.Name}' is the name of {names[options.Name]} already; each engine needs its own.");

            return new EngineEntry(key, options);
        });
        return engines.Count > 0 ? engines : [new EngineEntry(rtm.Key("Engines:0"), new DockerEngineOptions())];
    }

    private static DockerEngineOptions Engine(SectionReader section)
    {
        var defaults = new DockerEngineOptions();
        var endpoint = section.Text("Endpoint");
        return new DockerEngineOptions
        {
            Name = section.Text("Name", defaults.Name),
            Endpoint = endpoint.Length == 0 ? null : endpoint,
            Tls = section.Group("Tls", Tls),
            LogDriver = section.RequiredText("LogDriver", defaults.LogDriver),
            LogOptions = section.Text("LogOptions", defaults.LogOptions),
            Deadlines = section.Group("Deadlines", Deadlines),
        };
    }

    private static EngineTlsOptions? Tls(SectionReader section)
    {
        var serverName = section.Text("ServerName");
        var tls = new EngineTlsOptions
        {
            CaFile = section.Text("CaFile"),
            CertFile = section.Text("CertFile"),
            KeyFile = section.Text("KeyFile"),
            ServerName = serverName.Length == 0 ? null : serverName,
        };
        return tls == new EngineTlsOptions() ? null : tls;
    }

    private static EngineDeadlines Deadlines(SectionReader section)
    {
        var defaults = new EngineDeadlines();
        return new EngineDeadlines
        {
            Connect = section.Duration("Connect", defaults.Connect),
            List = section.Duration("List", defaults.List),
            Inspect = section.Duration("Inspect", defaults.Inspect),
            Change = section.Duration("Change", defaults.Change),
            StopMargin = section.Duration("StopMargin", defaults.StopMargin),
            PullSilence = section.Duration("PullSilence", defaults.PullSilence),
            OpenStream = section.Duration("OpenStream", defaults.OpenStream),
            StreamSilence = section.Duration("StreamSilence", defaults.StreamSilence),
            Cleanup = section.Duration("Cleanup", defaults.Cleanup),
        };
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EngineName();
}
