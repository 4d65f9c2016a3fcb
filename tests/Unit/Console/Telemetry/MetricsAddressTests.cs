using System.Net;
using System.Net.Sockets;
using Rtm.Console.Configuration;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Telemetry;

[Collection(MetricsTests.Alone)]
public sealed class MetricsAddressTests
{
    [Fact]
    public async Task MetricsUrl_Taken_IsRefusedByItsKey()
    {
        var port = FreePort.Find();
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        var refusal = await Assert.ThrowsAsync<ConsoleConfigurationException>(() => RunningConsole.StartAsync(
            withProvider: false, builder => builder.Configuration["Rtm:Telemetry:MetricsUrl"] = $"http://127.0.0.1:{port}"));

        Assert.Equal("Rtm:Telemetry:MetricsUrl", Assert.Single(refusal.Faults).Key);
    }
}
