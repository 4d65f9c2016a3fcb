using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Rtm.Console.Security;

namespace Rtm.Console.Configuration;

/// <summary><c>Rtm:Proxies</c>, <c>Rtm:Limits</c>, <c>Rtm:DataProtection</c> and <c>Rtm:Sessions</c>.</summary>
internal static class DoorSection
{
    private const UnixFileMode ForOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static DoorOptions Read(SectionReader rtm) => new(Proxies(rtm), rtm.Group("Limits", Limits), rtm.Group("DataProtection", KeyRing), rtm.Group("Sessions", Sessions));

    /// <summary>ASP.NET's own switch believes everybody's forwarded headers: with it any visitor could claim any address and scheme.</summary>
    public static IEnumerable<ConfigurationFault> ForwardedHeaderFaults(IConfiguration configuration) =>
        string.Equals(configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase)
            ? [new("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "would believe every visitor; unset it and name your proxies in Rtm:Proxies.")]
            : [];

    private static List<IPNetwork> Proxies(SectionReader rtm)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in rtm.List("Proxies"))
        {
            if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0)
                networks.Add(network);
            else
                rtm.Fault("Proxies", $"'{text}' is not an address or a network such as 10.0.4.7 or 10.0.4.0/24.");
        }

        return networks;
    }

    private static LimitOptions Limits(SectionReader limits)
    {
        var defaults = new LimitOptions();
        var options = new LimitOptions
        {
            BodyKilobytes = limits.Number("BodyKilobytes", defaults.BodyKilobytes, 16, 10_240),
            MessageKilobytes = limits.Number("MessageKilobytes", defaults.MessageKilobytes, 32, 1024),
            PagesPerUser = limits.Number("PagesPerUser", defaults.PagesPerUser, 1, 1000),
            LogViewsPerUser = limits.Number("LogViewsPerUser", defaults.LogViewsPerUser, 1, 1000),
            LogViews = limits.Number("LogViews", defaults.LogViews, 1, 10_000),
            SignInsPerMinute = limits.Number("SignInsPerMinute", defaults.SignInsPerMinute, 10, 100_000),
            ConnectionsPerMinute = limits.Number("ConnectionsPerMinute", defaults.ConnectionsPerMinute, 60, 1_000_000),
        };
        if (options.LogViewsPerUser > options.LogViews)
            limits.Fault("LogViewsPerUser", $"must not be more than {limits.Key("LogViews")}: one person could take them all.");

        return options;
    }

    private static SessionLimits Sessions(SectionReader section)
    {
        var defaults = new SessionLimits();
        var sessions = new SessionLimits
        {
            Idle = section.Duration("Idle", defaults.Idle),
            Absolute = section.Duration("Absolute", defaults.Absolute),
            CheckInterval = section.Duration("CheckInterval", defaults.CheckInterval),
            FreshFor = section.Duration("FreshFor", defaults.FreshFor),
        };
        if (sessions.CheckInterval > TimeSpan.FromMinutes(5))
            section.Fault("CheckInterval", "must not be longer than 00:05:00: a role that was taken away must not go on for long.");

        return sessions;
    }

    private static KeyRingOptions KeyRing(SectionReader section)
    {
        var directory = section.Text("Directory");
        var certificate = Certificate(section);
        if (directory.Length == 0)
        {
            if (certificate is not null)
                section.Fault("CertificateFile", $"protects the keys in {section.Key("Directory")}, which is blank.");
        }
        else if (!Path.IsPathFullyQualified(directory))
        {
            section.Fault("Directory", $"'{directory}' must be a full path.");
        }
        else if (certificate is null && !OperatingSystem.IsWindows() && Directory.Exists(directory) && (File.GetUnixFileMode(directory) & ForOthers) != 0)
        {
            section.Fault("Directory", $"'{directory}' is open to other users of this machine; chmod 700 it, or encrypt the keys with {section.Key("CertificateFile")}.");
        }

        return new KeyRingOptions(directory, certificate);
    }

    private static X509Certificate2? Certificate(SectionReader section)
    {
        var file = section.Text("CertificateFile");
        if (file.Length == 0 || section.FileText("CertificateFile", file) is not { } pem)
            return null;

        try
        {
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            section.Fault("CertificateFile", $"'{file}' does not hold a certificate and its private key in PEM form without a password.");
            return null;
        }
    }
}
