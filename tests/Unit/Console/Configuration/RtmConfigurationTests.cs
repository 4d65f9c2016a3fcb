using Microsoft.Extensions.Configuration;
using Rtm.Console.Configuration;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Configuration;

public class RtmConfigurationTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Rtm:SignIn:Authority"] = "https://login.example.org/realm",
        ["Rtm:SignIn:ClientId"] = "rtm-console",
    };

    [Theory]
    [InlineData("Rtm:Engines:0:Name", "Local")]
    [InlineData("Rtm:Engines:0:Name", "../images")]
    [InlineData("Rtm:Engines:0:Name", "a b")]
    [InlineData("Rtm:Engines:0:Name", "")]
    [InlineData("Rtm:Engines:0:Name", "x23456789012345678901234567890123")]
    [InlineData("Rtm:Engines:0:LogDriver", "")]
    [InlineData("Rtm:Engines:0:Deadlines:List", "5")]
    [InlineData("Rtm:Engines:0:Deadlines:List", "soon")]
    [InlineData("Rtm:Engines:0:Deadlines:Connect", "00:00:00")]
    [InlineData("Rtm:Engines:0:Deadlines:Cleanup", "-00:00:01")]
    [InlineData("Rtm:Engines:0:Deadlines:Listen", "00:00:05")]
    [InlineData("Rtm:Engines:0:Tls", "ca.pem")]
    [InlineData("Rtm:Engines:0:Tls:CA", "ca.pem")]
    [InlineData("Rtm:Engines:local", "x")]
    [InlineData("Rtm:Engines:local:Endpoint", "unix:///run/docker.sock")]
    [InlineData("Rtm:Engines:0", "unix:///run/docker.sock")]
    [InlineData("Rtm:Engines", "unix:///run/docker.sock")]
    [InlineData("Rtm:Scope:OwnerLabel", "")]
    [InlineData("Rtm:Scope:OwnerLabel", "owner=me")]
    [InlineData("Rtm:Scope:Owners", "me")]
    [InlineData("Rtm:Scope:Owners:0", " ")]
    [InlineData("Rtm:Scope:Owner", "me")]
    [InlineData("Rtm:Relay:ReconcileInterval", "often")]
    [InlineData("Rtm:Relay:ProbeInterval", "15")]
    [InlineData("Rtm:Relay:StaleAfter", "00:00:00")]
    [InlineData("Rtm:Relay:StaleAfter:Seconds", "1")]
    [InlineData("Rtm:Commands:RunHealthyWithin", "60")]
    [InlineData("Rtm:Commands:RunHealthyWithin", "1.00:00:01")]
    [InlineData("Rtm:Commands:RunWellAfter", "00:00:00")]
    [InlineData("Rtm:Commands:RunWellAfter", "00:01:01")]
    [InlineData("Rtm:SignIn:Authority", "")]
    [InlineData("Rtm:SignIn:Authority", "login.example.org")]
    [InlineData("Rtm:SignIn:Authority", "ftp://login.example.org")]
    [InlineData("Rtm:SignIn:Authority", "https://me:secret@login.example.org")]
    [InlineData("Rtm:SignIn:Authority", "http://login.example.org")]
    [InlineData("Rtm:SignIn:Authority", "http://localhost:5001")]
    [InlineData("Rtm:SignIn:ClientId", "")]
    [InlineData("Rtm:SignIn:Authority", "https://login.example.org/.well-known/openid-configuration")]
    [InlineData("Rtm:SignIn:ClientSecretFile", "/nowhere/at/all")]
    [InlineData("Rtm:SignIn:ClientSecretBy", "header")]
    [InlineData("Rtm:SignIn:ClientKeyFile", "/nowhere/at/all")]
    [InlineData("Rtm:SignIn:ClientKeyId", "key-1")]
    [InlineData("Rtm:SignIn:RoleMap", "admins")]
    [InlineData("Rtm:SignIn:RoleMap:Owner", "admins")]
    [InlineData("Rtm:SignIn:ApiAudience", "rtm-console")]
    [InlineData("Rtm:SignIn:Scopes", "profile")]
    [InlineData("Rtm:SignIn:RoleClaim", "")]
    [InlineData("Rtm:SignIn:NameClaim", "")]
    [InlineData("Rtm:SignIn:CallbackPath", "signin-oidc")]
    [InlineData("Rtm:SignIn:CallbackPath", "/")]
    [InlineData("Rtm:SignIn:SignedOutCallbackPath", "https://evil.example/")]
    [InlineData("Rtm:SignIn:SignedOutCallbackPath", "/signin-oidc")]
    [InlineData("Rtm:SignIn:Authoritty", "https://login.example.org")]
    [InlineData("Rtm:History:ConnectionString", "secret")]
    [InlineData("Rtm:History:ConnectionString", "Host=")]
    [InlineData("Rtm:History:ConnectionString", "postgres://rtm:secret@db.example/rtm")]
    [InlineData("Rtm:History:ConnectionString", "Host=db.example;Pasword=secret")]
    [InlineData("Rtm:History:ConnectionString", "Host=db.example;Port=secret")]
    [InlineData("Rtm:History:ConnectionString", "Data Source=:memory:")]
    [InlineData("Rtm:History:ConnectionString", "Data Source=x.db;Mode=Memory")]
    [InlineData("Rtm:History:File", "")]
    [InlineData("Rtm:History:KeepFor", "90")]
    [InlineData("Rtm:History:KeepFor", "23:59:59")]
    [InlineData("Rtm:History:KeepRows", "many")]
    [InlineData("Rtm:History:KeepRows", "-1")]
    [InlineData("Rtm:History:MostWaiting", "0")]
    [InlineData("Rtm:Telemetry:MetricsUrl", "9464")]
    [InlineData("Rtm:Telemetry:MetricsUrl", "https://localhost:9464")]
    [InlineData("Rtm:Telemetry:MetricsUrl", "http://me:secret@localhost:9464")]
    [InlineData("Rtm:Telemetry:MetricsUrl", "http://localhost:9464/metrics")]
    [InlineData("Rtm:Telemetry:MetricsPort", "9464")]
    [InlineData("Rtm:Engine:0:Name", "local")]
    [InlineData("Rtm:Proxies:0", "proxy.example")]
    [InlineData("Rtm:Proxies:0", "0.0.0.0/0")]
    [InlineData("Rtm:Limits:PagesPerUser", "0")]
    [InlineData("Rtm:Limits:LogViewsPerUser", "201")]
    [InlineData("Rtm:Limits:LogViews", "0")]
    [InlineData("Rtm:Limits:BodyKilobytes", "much")]
    [InlineData("Rtm:Sessions:Idle", "long")]
    [InlineData("Rtm:Sessions:CheckInterval", "00:06:00")]
    [InlineData("Rtm:DataProtection:Directory", "keys")]
    [InlineData("Rtm:DataProtection:CertificateFile", "/nowhere/at/all")]
    public void Check_OneBadValue_FaultNamesItsKey(string key, string value)
    {
        var faults = Faults(new() { [key] = value });

        var fault = Assert.Single(faults);
        // A key whose parent is not known either is reported at the parent, where the mistake is.
        Assert.True(key == fault.Key || key.StartsWith(fault.Key + ":", StringComparison.Ordinal), fault.ToString());
        Assert.EndsWith(".", fault.Message.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralBadValues_ReportsAllAtOnce()
    {
        var faults = Faults(new()
        {
            ["Rtm:Engines:0:Name"] = "A",
            ["Rtm:Relay:ReconcileInterval"] = "often",
            ["Rtm:SignIn:ClientId"] = "",
            ["Rtm:Typo"] = "x",
        });

        Assert.Equal(
            ["Rtm:Engines:0:Name", "Rtm:Relay:ReconcileInterval", "Rtm:SignIn:ClientId", "Rtm:Typo"],
            faults.Select(fault => fault.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Check_TwoEnginesWithOneName_FaultNamesTheSecond()
    {
        var fault = Assert.Single(Faults(new() { ["Rtm:Engines:0:Name"] = "north", ["Rtm:Engines:1:Name"] = "north" }));

        Assert.Equal("Rtm:Engines:1:Name", fault.Key);
        Assert.Contains("Rtm:Engines:0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UnknownKey_SaysWhichAreKnown()
    {
        var fault = Assert.Single(Faults(new() { ["Rtm:Relay:Refresh"] = "00:00:02" }));

        Assert.Equal("Rtm:Relay:Refresh: is not a known key; Rtm:Relay has ProbeInterval, ReconcileInterval, StaleAfter.", fault.ToString());
    }

    [Fact]
    public void Check_SecretAndSecretFile_SaysToKeepOneWithoutTellingIt()
    {
        using var folder = new TempFolder();

        var fault = Assert.Single(Faults(new() { ["Rtm:SignIn:ClientSecret"] = "s3cret", ["Rtm:SignIn:ClientSecretFile"] = SecretIn(folder, "x") }));

        Assert.Equal("Rtm:SignIn:ClientSecretFile", fault.Key);
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db.example;Pasword=s3cret")]
    [InlineData("postgres://rtm:s3cret@db.example/rtm")]
    [InlineData("Host=db.example;Port=s3cret")]
    public void Check_ConnectionStringIsWrong_TellsNothingOfIt(string connectionString)
    {
        var fault = Assert.Single(Faults(new() { ["Rtm:History:ConnectionString"] = connectionString }));

        Assert.DoesNotContain("s3cret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SecretFile_TakesItsTextWithoutTheNewline()
    {
        using var folder = new TempFolder();

        Assert.Equal("from-file", Read(new() { ["Rtm:SignIn:ClientSecretFile"] = SecretIn(folder, "from-file\n") }).SignIn.ClientSecret);
    }

    [Theory]
    [InlineData("https://login.example.org", false, true)]
    [InlineData("https://login.example.org", true, true)]
    [InlineData("http://localhost:5001", true, false)]
    [InlineData("http://127.0.0.1:5001", true, false)]
    [InlineData("http://[::1]:5001", true, false)]
    public void Read_Authority_PlainHttpOnlyOnLoopbackInDevelopment(string authority, bool isDevelopment, bool requireHttps) =>
        Assert.Equal(requireHttps, Read(new() { ["Rtm:SignIn:Authority"] = authority }, isDevelopment).SignIn.RequireHttps);

    [Theory]
    [InlineData("http://login.example.org", true)]
    [InlineData("http://localhost.example.org", true)]
    [InlineData("http://localhost:5001", false)]
    public void Check_PlainHttpElsewhere_IsRefused(string authority, bool isDevelopment)
    {
        var fault = Assert.Single(Faults(new() { ["Rtm:SignIn:Authority"] = authority }, isDevelopment));

        Assert.Contains("must begin with https://", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoEngines_IsOneLocalEngineWithoutEndpoint()
    {
        var engine = Assert.Single(Read([]).Engines);

        Assert.Equal("Rtm:Engines:0", engine.Key);
        Assert.Equal(new Rtm.Docker.DockerEngineOptions(), engine.Options);
    }

    [Fact]
    public void Read_TwoEngines_KeepsTheirSettingsApart()
    {
        var engines = Read(new()
        {
            ["Rtm:Engines:0:Name"] = "north",
            ["Rtm:Engines:0:Endpoint"] = "unix:///run/north.sock",
            ["Rtm:Engines:1:Name"] = "south",
            ["Rtm:Engines:1:Endpoint"] = "tcp://south:2376",
            ["Rtm:Engines:1:Tls:CaFile"] = "/etc/rtm/ca.pem",
            ["Rtm:Engines:1:Deadlines:List"] = "00:00:07",
        }).Engines;

        Assert.Equal(["north", "south"], engines.Select(engine => engine.Options.Name));
        Assert.Null(engines[0].Options.Tls);
        Assert.Equal("/etc/rtm/ca.pem", engines[1].Options.Tls?.CaFile);
        Assert.Equal(TimeSpan.FromSeconds(7), engines[1].Options.Deadlines.List);
    }

    private static RtmOptions Read(Dictionary<string, string?> settings, bool isDevelopment = false) =>
        RtmConfiguration.Read(With(settings), isDevelopment);

    private static IReadOnlyList<ConfigurationFault> Faults(Dictionary<string, string?> settings, bool isDevelopment = false) =>
        RtmConfiguration.Check(With(settings), isDevelopment).Faults;

    private static IConfiguration With(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(Good).AddInMemoryCollection(settings).Build();

    private static string SecretIn(TempFolder folder, string text)
    {
        var path = folder.PathOf("secret");
        File.WriteAllText(path, text);
        return path;
    }
}
