using Rtm.Console.Configuration;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Configuration;

/// <summary><c>--check-config</c> as the program runs it, against a provider over HTTP.</summary>
public sealed class ConfigurationCheckTests : IAsyncLifetime
{
    private HostileProvider _provider = null!;

    public async ValueTask InitializeAsync() => _provider = await HostileProvider.StartAsync();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Check_ThatFits_SaysSoAndWarnsOfKeysThatMayNotLast()
    {
        var (code, lines) = await RunAsync();

        Assert.Equal(0, code);
        Assert.Equal("ok: the configuration can be used", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("ok: http", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("warning: Rtm:DataProtection:Directory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_KeysHaveAFolder_DoesNotWarnOfThem()
    {
        using var folder = new TempFolder();

        var (_, lines) = await RunAsync($"--Rtm:DataProtection:Directory={folder.PathOf("keys")}");

        Assert.DoesNotContain(lines, line => line.Contains("DataProtection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_ProviderThatDoesNotFit_IsNotZero()
    {
        _provider.ForgeDocument = document => document["issuer"] = "https://another.example";

        var (code, lines) = await RunAsync();

        Assert.NotEqual(0, code);
        Assert.Contains(lines, line => line.StartsWith("error: Rtm:SignIn:Authority", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_Faults_AreThoseOfAStart() =>
        Assert.Contains((await Assert.ThrowsAsync<ConsoleConfigurationException>(() => RunAsync("--Rtm:SignIn:ClientId="))).Faults, fault => fault.Key == "Rtm:SignIn:ClientId");

    private async Task<(int Code, string[] Lines)> RunAsync(params string[] args)
    {
        await using var report = new StringWriter();
        var code = await ConfigurationCheck.RunAsync(
            [ConfigurationCheck.Argument, "--environment", "Development", $"--Rtm:SignIn:Authority={_provider.Issuer}", "--Rtm:SignIn:ClientId=rtm-console", .. args],
            report, TestContext.Current.CancellationToken);
        return (code, report.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
