using System.Runtime.Versioning;
using Xunit;

namespace Rtm.E2E.Tests.Deploy;

/// <summary>What deploy/Dockerfile and deploy/compose.yaml promise, as the kernel and the engine see it.</summary>
[Collection(WithPublishedApp.Name)]
[SupportedOSPlatform("linux")]
public sealed class ComposeTests(ComposedConsole site) : IClassFixture<ComposedConsole>
{
    private const string None = "0000000000000000";

    private static readonly string[] Identities = ["Uid", "Gid"];
    private static readonly string[] Capabilities = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Console_Composed_IsHealthyByTheImagesOwnCheck()
    {
        await site.BecomesHealthyAsync(Ct);

        Assert.Equal(0, (await site.InspectAsync("console", Ct)).FailingStreak);
    }

    [Fact]
    public async Task Console_AskedAsNginxAsks_IsReadyAndKnowsItsAddress()
    {
        Assert.Equal("ready", await BecomesReadyAsync());

        var page = await CurlAsync("--head", "--header", "Host: console.example", "--header", "X-Forwarded-Proto: https", "http://127.0.0.1:5000/containers");

        Assert.Contains("\nLocation: https://console.example/signin", page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("console")]
    [InlineData("engine")]
    public async Task Service_Composed_HasNoRights(string service)
    {
        var status = (await site.InsideAsync(Ct, "cat", $"{await site.ProcessOfAsync(service, Ct)}/status"))
            .Split('\n').Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Trim());

        Assert.All(Identities, key => Assert.Equal(string.Join('\t', Enumerable.Repeat(ComposedConsole.User, 4)), status[key]));
        Assert.All(Capabilities, key => Assert.Equal(None, status[key]));
        Assert.Equal(("1", "2"), (status["NoNewPrivs"], status["Seccomp"]));
    }

    [Theory]
    [InlineData("console", "/data", "/run/rtm-engine/docker.sock", "/tmp")]
    [InlineData("engine", "/run/rtm-engine", "/tmp", "/var/run/docker.sock")]
    public async Task Service_Composed_CanWriteNothingElse(string service, params string[] expected)
    {
        await BecomesReadyAsync();
        var root = $"{await site.ProcessOfAsync(service, Ct)}/root";
        // Asked as the service's own user: access(2) knows of read-only mounts too.
        var found = await site.InsideAsync(
            Ct, "setpriv", $"--reuid={ComposedConsole.User}", $"--regid={ComposedConsole.User}", service == "engine" ? $"--groups={site.SocketGroup}" : "--clear-groups",
            "find", $"{root}/", "(", "-path", $"{root}/proc", "-o", "-path", $"{root}/sys", "-o", "-path", $"{root}/dev", ")", "-prune",
            "-o", "-writable", "-not", "-type", "l", "-print", "-prune");

        Assert.Equal(expected, found.Split('\n').Select(path => path[root.Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Console_Composed_SeesNothingOfTheMachine()
    {
        // A socket of the machine could only come in by a mount.
        var mounts = (await site.InsideAsync(Ct, "cat", $"{await site.ProcessOfAsync("console", Ct)}/mountinfo"))
            .Split('\n').Select(line => line.Split(' ')[4])
            .Where(path => !path.StartsWith("/proc", StringComparison.Ordinal) && !path.StartsWith("/sys", StringComparison.Ordinal) && !path.StartsWith("/dev", StringComparison.Ordinal));

        Assert.Equal(
            ["/", "/data", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/run/rtm-engine", "/run/secrets/client-secret", "/tmp"],
            mounts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_OfTheConsole_AreItsUsersAlone()
    {
        await BecomesReadyAsync();

        var open = await site.InsideAsync(Ct, "find", await site.DataAsync(Ct), "-ignore_readdir_race", "-mindepth", "1", "-not", "-name", "README", "-perm", "/077", "-o", "-not", "-user", ComposedConsole.User);

        Assert.Empty(open);
    }

    [Theory]
    [InlineData("GET", "/version", 200)]
    [InlineData("GET", "/containers/json", 200)]
    [InlineData("POST", "/containers/rtm_console_1/exec", 403)]
    [InlineData("POST", "/containers/rtm_console_1/attach", 403)]
    [InlineData("POST", "/build", 403)]
    [InlineData("GET", "/volumes", 403)]
    [InlineData("GET", "/secrets", 403)]
    [InlineData("POST", "/networks/create", 403)]
    public async Task SocketProxy_AskedFromTheConsole_PassesOnlyWhatItNeeds(string method, string path, int status)
    {
        await BecomesReadyAsync();

        var answer = await CurlAsync(
            "--output", "/dev/null", "--write-out", "%{http_code}", "--unix-socket", $"{await site.ProcessOfAsync("console", Ct)}/root/run/rtm-engine/docker.sock",
            "--request", method, $"http://engine{path}");

        Assert.Equal($"{status}", answer);
    }

    [Fact]
    public async Task SocketProxy_Composed_HasNoNetwork()
    {
        var interfaces = await site.InsideAsync(Ct, "cat", $"{await site.ProcessOfAsync("engine", Ct)}/net/dev");

        Assert.Equal("lo", Assert.Single(interfaces.Split('\n').Skip(2)).Split(':')[0].Trim());
    }

    [Fact]
    public async Task Console_StoppedAndTakenDown_ComesBackWithHistoryAndKeys()
    {
        await BecomesReadyAsync();
        await site.EndGameAsync("before", Ct);
        var keys = await KeysAsync();

        await site.ComposeAsync(Ct, "stop");
        int[] ends = [(await site.InspectAsync("console", Ct)).ExitCode, (await site.InspectAsync("engine", Ct)).ExitCode];
        await site.ComposeAsync(Ct, "down");
        await site.UpAsync(Ct);
        await BecomesReadyAsync();
        await site.EndGameAsync("after", Ct);

        Assert.Equal([0, 0], ends);
        Assert.Equal("before\nafter", await site.DeathsAsync(Ct));
        Assert.Equal(keys, await KeysAsync());
    }

    // The port is open before the console listens: then curl gets an empty answer.
    private Task<string> BecomesReadyAsync() => CurlAsync(
        "--retry", "120", "--retry-delay", "1", "--retry-max-time", "120", "--retry-all-errors", "--fail", "http://127.0.0.1:5000/readyz");

    private async Task<string> KeysAsync()
    {
        var keys = await site.InsideAsync(Ct, "find", $"{await site.DataAsync(Ct)}/keys", "-name", "key-*.xml", "-exec", "sha256sum", "{}", "+");
        Assert.NotEmpty(keys);
        return keys;
    }

    private Task<string> CurlAsync(params IEnumerable<string> arguments) =>
        site.InsideAsync(Ct, ["curl", "--silent", "--max-time", "10", .. arguments]);
}
