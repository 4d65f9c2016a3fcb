using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Validation: each fault with its field, all of them at once.</summary>
public class RunSpecTests
{
    public static TheoryData<string, string> BadTexts()
    {
        var data = new TheoryData<string, string>();
        foreach (var (field, values) in new Dictionary<string, string?[]>
        {
            ["Name"] = [null, "", "a", "-a", "a b", "../x", "a/b", "ä1", new string('a', 256)],
            ["Image"] = [null, "", "Game", "game:", "user@game:1", "https://r/game", "game:1@sha256:12", "-game", "game//x"],
            ["Hostname"] = [null, "", "-a", "a-", "a..b", ".a", "a.", "a b", "ä", "a/b", new string('a', 64), "1042", "0x1F", "0", "1.2", "10.0.0.5"],
            ["Network"] = [null, "", "a b", "../x", "-x", "host", "none", "bridge", "default", "container:game-1"],
            ["Memory"] = [null, "", "12x", "0", "-1", "1e99g", "0.0001"],
        })
        {
            foreach (var value in values)
                data.Add(field, value!);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void Validate_BadText_IsOneFaultOfItsField(string field, string? value)
    {
        var spec = field switch
        {
            "Name" => EngineSays.Spec with { Name = value! },
            "Image" => EngineSays.Spec with { Image = value! },
            "Hostname" => EngineSays.Spec with { Hostname = value! },
            "Network" => EngineSays.Spec with { Network = value! },
            _ => EngineSays.Spec with { Memory = value! },
        };

        Assert.Equal(field, Assert.Single(spec.Validate()).Field);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e-10)]
    [InlineData(1e10)]
    public void Validate_BadCpuQuota_IsOneFaultOfItsField(double cpus) =>
        Assert.Equal("CpuQuota", Assert.Single((EngineSays.Spec with { CpuQuota = cpus }).Validate()).Field);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_BadPidsLimit_IsOneFaultOfItsField(int pids) =>
        Assert.Equal("PidsLimit", Assert.Single((EngineSays.Spec with { PidsLimit = pids }).Validate()).Field);

    [Fact]
    public void Validate_NullCollections_AreFaultsOfTheirFields() => Assert.Equal(
        ["Env", "Labels", "Cmd", "BindMounts"],
        (EngineSays.Spec with { Env = null!, Labels = null!, Cmd = null!, BindMounts = null! }).Validate().Select(fault => fault.Field));

    [Theory]
    [InlineData("", "x", "Env[]")]
    [InlineData("A=B", "x", "Env[A]")]
    [InlineData("A\0", "x", "Env[A\0]")]
    [InlineData("A", null, "Env[A]")]
    [InlineData("A", "x\0", "Env[A]")]
    public void Validate_BadVariable_IsOneFaultOfItsKey(string key, string? value, string field) =>
        Assert.Equal(field, Assert.Single((EngineSays.Spec with { Env = new Dictionary<string, string> { [key] = value! } }).Validate()).Field);

    [Theory]
    [InlineData("PASSWORD=hunter2", "x")]
    [InlineData("PASSWORD=hunter2=x", null)]
    [InlineData("PASSWORD", "hunter2\0")]
    [InlineData("", "hunter2")]
    public void Validate_SecretInABadVariable_IsInNoFault(string key, string? value)
    {
        var spec = EngineSays.Spec with { Env = new Dictionary<string, string> { [key] = value! } };
        using var engine = DockerEngine.Connect(new DockerEngineOptions());

        var refusal = Assert.Throws<RunSpecInvalidException>(() => engine.PreviewRun(spec));

        Assert.DoesNotContain("hunter2", $"{string.Join('\n', spec.Validate())}\n{refusal}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" ", "x", "Labels[ ]")]
    [InlineData("a=b", "x", "Labels[a=b]")]
    [InlineData("a", null, "Labels[a]")]
    public void Validate_BadLabel_IsOneFaultOfItsKey(string key, string? value, string field) =>
        Assert.Equal(field, Assert.Single((EngineSays.Spec with { Labels = new Dictionary<string, string> { [key] = value! } }).Validate()).Field);

    [Fact]
    public void Validate_NullInCmd_IsAFault() => Assert.Equal("Cmd", Assert.Single((EngineSays.Spec with { Cmd = ["a", null!] }).Validate()).Field);

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/a:/b")]
    [InlineData("/a\0")]
    [InlineData("/a/../etc")]
    [InlineData("/./a")]
    [InlineData("//a")]
    [InlineData(null)]
    public void Validate_BadMountPath_IsOneFaultOfItsPlace(string? path)
    {
        var good = new BindMount("/srv", "/data", true);
        var spec = EngineSays.Spec with { BindMounts = [good, good with { HostPath = path! }, good with { MountPath = path! }] };

        Assert.Equal(["BindMounts[1].HostPath", "BindMounts[2].MountPath"], spec.Validate().Select(fault => fault.Field));
    }

    [Fact]
    public void Validate_NullMount_IsAFaultOfItsPlace() =>
        Assert.Equal("BindMounts[0]", Assert.Single((EngineSays.Spec with { BindMounts = [null!] }).Validate()).Field);

    [Theory]
    [InlineData("host")]
    [InlineData("container:game-1")]
    public void Validate_NetworkOfTheEnginesOwn_SaysWhatItMustBe(string network) =>
        Assert.EndsWith("it must be a user-defined network", Assert.Single((EngineSays.Spec with { Network = network }).Validate()).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_EscapesInAnothersNetwork_AreMadeHarmless() =>
        Assert.StartsWith("'container: [2J x' is", Assert.Single((EngineSays.Spec with { Network = "container:\e[2J\nx" }).Validate()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("3d-world")]
    [InlineData("1042a")]
    [InlineData("0x1g")]
    [InlineData("1.2.3.4.5")]
    [InlineData("hosts")]
    public void Validate_HostnameThatOnlyBeginsAsANumber_IsNoFault(string hostname) => Assert.Empty((EngineSays.Spec with { Hostname = hostname, Network = hostname }).Validate());

    [Fact]
    public void Validate_EverythingWrong_ReportsItAll() => Assert.Equal(
        ["Name", "Image", "Hostname", "Network", "CpuQuota", "Memory", "PidsLimit"],
        new RunSpec().Validate().Select(fault => fault.Field));

    [Fact]
    public void Validate_AnyRunnableSpec_HasNoFaultAndAnEndpoint() => RunSamples.Specs.Sample(spec =>
    {
        Assert.Empty(spec.Validate());
        var endpoint = new Uri($"http://{spec.Hostname}:{DockerEngine.EnginePort}");
        Assert.Equal(spec.Hostname, endpoint.Host, ignoreCase: true);
        Assert.Equal(DockerEngine.EnginePort, endpoint.Port);
    }, iter: 2_000);
}
