using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Deploy;

/// <summary>deploy/rtm-console.service as systemd reads it; nothing is started.</summary>
public sealed class ServiceUnitTests : IDisposable
{
    // In tenths; what is left is the network and the engine's socket, which the console is for.
    private const string MostExposure = "20";

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Unit => _folder.PathOf("rtm-console.service");

    [Fact]
    public async Task Unit_AsDelivered_IsUnderstoodWhole()
    {
        // The program must be there; where it will be installed it is not.
        await File.WriteAllTextAsync(Unit, Nginx.Delivered("rtm-console.service").Replace("/opt/rtm-console/Rtm.Console", "/bin/true", StringComparison.Ordinal), Ct);

        // A key it does not know is a warning to it, not a failure; of other units on this machine it may say what it likes.
        var words = await Tool.RunAsync("sh", Ct, "-c", "systemd-analyze verify \"$1\" 2>&1", "sh", Unit);

        Assert.DoesNotContain(words.Split('\n'), line => line.Contains("rtm-console.service", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unit_AsDelivered_ExposesLittle()
    {
        await File.WriteAllTextAsync(Unit, Nginx.Delivered("rtm-console.service"), Ct);

        await Tool.RunAsync("systemd-analyze", Ct, "security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", Unit);
    }

    public void Dispose() => _folder.Dispose();
}
