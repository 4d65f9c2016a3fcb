using Microsoft.Extensions.Configuration;
using Rtm.Console.Commands;
using Rtm.Console.Configuration;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.Console.Telemetry;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Configuration;

/// <summary>The root appsettings.json is the list of keys that operators read.</summary>
public class RootSettingsTests
{
    private static readonly IConfigurationRoot Root =
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json")).Build();

    [Fact]
    public void RootSettings_Alone_LackOnlyTheProvider() => Assert.Equal(
        ["Rtm:SignIn:Authority", "Rtm:SignIn:ClientId"],
        RtmConfiguration.Check(Root, isDevelopment: false).Faults.Select(fault => fault.Key));

    [Theory]
    [InlineData("Rtm:Engines:0", typeof(DockerEngineOptions))]
    [InlineData("Rtm:Engines:0:Tls", typeof(EngineTlsOptions))]
    [InlineData("Rtm:Engines:0:Deadlines", typeof(EngineDeadlines))]
    [InlineData("Rtm:Scope", typeof(ScopeOptions))]
    [InlineData("Rtm:Relay", typeof(RelayOptions))]
    [InlineData("Rtm:SignIn", typeof(SignInOptions), "RequireHttps ClientKey", "ClientSecretFile ClientKeyFile ClientKeyId")]
    [InlineData("Rtm:Limits", typeof(LimitOptions))]
    [InlineData("Rtm:Sessions", typeof(Rtm.Console.Security.SessionLimits))]
    [InlineData("Rtm:DataProtection", typeof(KeyRingOptions), "Certificate", "CertificateFile")]
    [InlineData("Rtm:Commands", typeof(CommandOptions))]
    [InlineData("Rtm:Telemetry", typeof(TelemetryOptions))]
    [InlineData("Rtm:History", typeof(HistoryOptions))]
    public void RootSettings_EachGroup_ListsEveryKey(string section, Type options, string computed = "", string additional = "") =>
        Assert.Equal(
            options.GetProperties().Select(property => property.Name).Except(computed.Split(' '))
                .Concat(additional.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal),
            Root.GetSection(section).GetChildren().Select(child => child.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void RootSettings_Values_AreTheDefaultsInCode()
    {
        var written = RtmConfiguration.Check(Root, isDevelopment: false).Options;
        var inCode = RtmConfiguration.Check(new ConfigurationBuilder().Build(), isDevelopment: false).Options;

        Assert.Equivalent(inCode, written, strict: true);
    }
}
