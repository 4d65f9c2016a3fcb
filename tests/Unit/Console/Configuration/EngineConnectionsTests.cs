using Rtm.Console.Configuration;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Configuration;

public class EngineConnectionsTests
{
    private static readonly EngineEntry[] Two =
    [
        new("Rtm:Engines:0", new DockerEngineOptions { Name = "north" }),
        new("Rtm:Engines:3", new DockerEngineOptions { Name = "south" }),
    ];

    [Fact]
    public void Connect_EnginesWithFaults_NamesEveryKey()
    {
        var refusal = Assert.Throws<ConsoleConfigurationException>(() => EngineConnections.Connect(Two, options =>
            throw new EngineConfigurationException(options.Name, [new OptionFault("Tls:CaFile", "is no certificate.")])));

        Assert.Equal(
            ["Rtm:Engines:0:Tls:CaFile: is no certificate.", "Rtm:Engines:3:Tls:CaFile: is no certificate."],
            refusal.Faults.Select(fault => fault.ToString()));
    }
}
