using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console;
using Rtm.Console.Configuration;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Configuration;

public class StartTests
{
    [Fact]
    public void Build_ProductionWithoutProvider_RefusesAndNamesBothKeys()
    {
        var refusal = Assert.Throws<ConsoleConfigurationException>(() => ConsoleHost.Build(
            ["--environment", "Production"], builder => builder.Services.AddSingleton(new EngineRegistry([]))));

        Assert.Equal(["Rtm:SignIn:Authority", "Rtm:SignIn:ClientId"], refusal.Faults.Select(fault => fault.Key));
    }

    [Fact]
    public async Task Program_BadConfigurationFromAnyFolder_SaysOneSentenceAFaultAndExits78()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rtm.Console.dll"), "--Rtm:Relay:StaleAfter=soon"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        var standardError = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(78, process.ExitCode);
        Assert.Contains("Rtm:Relay:StaleAfter: 'soon' is not a duration", standardError, StringComparison.Ordinal);
        Assert.All(standardError.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("Rtm:", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Console_References_NoDevelopmentProvider()
    {
        var dependencies = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rtm.Console.deps.json"));

        Assert.DoesNotContain("DevIdp", dependencies, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("OpenIddict", dependencies, StringComparison.OrdinalIgnoreCase);
    }
}
