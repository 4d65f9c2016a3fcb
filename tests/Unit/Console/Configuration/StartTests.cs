using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console;
using Rtm.Console.Configuration;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
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
        var (exitCode, words) = await RunAsync("--Rtm:Relay:StaleAfter=soon", "--Logging:LogLevel:Default=Loud");

        Assert.Equal(78, exitCode);
        Assert.Contains("Rtm:Relay:StaleAfter: 'soon' is not a duration", words, StringComparison.Ordinal);
        Assert.Contains("Logging:LogLevel:Default: 'Loud' is not a level", words, StringComparison.Ordinal);
        Assert.All(words.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(Rtm|Logging):", line));
    }

    [Fact]
    public async Task Program_AddressIsTaken_SaysSoInOneLineAndExits1()
    {
        using var folder = new TempFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var (exitCode, words) = await RunAsync(
            "--environment", "Development", "--Rtm:SignIn:Authority=http://localhost:9/", "--Rtm:SignIn:ClientId=rtm-console", "--urls", $"http://{taken.LocalEndpoint}",
            $"--Rtm:History:File={folder.PathOf("history.db")}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("urls: ", Assert.Single(words.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_CheckConfigWithoutProvider_SaysSoAndExits69()
    {
        var (exitCode, words) = await RunAsync(
            "--check-config", "--environment", "Development", "--Rtm:SignIn:Authority=http://localhost:9/", "--Rtm:SignIn:ClientId=rtm-console");

        Assert.Equal((69, ""), (exitCode, words));
    }

    private static async Task<(int ExitCode, string StandardError)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rtm.Console.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var process = Process.Start(start)!;
        try
        {
            // Read while it writes: a full pipe would hold it up.
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var words = await process.StandardError.ReadToEndAsync(patience.Token);
            await output;
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, words);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void Console_References_NoDevelopmentProvider()
    {
        var dependencies = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rtm.Console.deps.json"));

        Assert.DoesNotContain("DevIdp", dependencies, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("OpenIddict", dependencies, StringComparison.OrdinalIgnoreCase);
    }
}
