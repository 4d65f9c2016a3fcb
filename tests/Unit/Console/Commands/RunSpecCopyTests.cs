using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

public class RunSpecCopyTests
{
    private static readonly ContainerDetails Original = new() { Id = SampleContainers.IdOf(1), Name = "game-1", Cmd = ["sh", "-c", "one\ntwo"] };

    [Fact]
    public void Copy_HostNameThatTheEngineMadeOfTheId_StaysBehind() =>
        Assert.Equal("", RunSpecCopy.Of(Original with { Hostname = Original.Id[..12] }, null, new(new())).Spec.Hostname);

    [Fact]
    public void Copy_HostNameOfItsOwn_IsTaken() => Assert.Equal("engine", RunSpecCopy.Of(Original with { Hostname = "engine" }, null, new(new())).Spec.Hostname);

    [Fact]
    public void Copy_ArgumentsWithLineBreaks_AreTakenAsTheyAre() => Assert.Equal(Original.Cmd, RunSpecCopy.Of(Original, null, new(new())).Spec.Cmd);

    [Fact]
    public void Copy_WhatTheImageGaveIt_StaysBehind()
    {
        var image = new ImageDetails { Ref = "x", Env = ["PATH=/bin", "LEVEL=1"], Cmd = Original.Cmd, Labels = new Dictionary<string, string> { ["maker"] = "galaxy", ["team"] = "day" } };
        var container = Original with { Env = ["PATH=/bin", "LEVEL=2", "TOKEN=a=b"], Labels = new Dictionary<string, string> { ["maker"] = "galaxy", ["team"] = "night" } };

        var spec = RunSpecCopy.Of(container, image, new(new())).Spec;

        Assert.Equal(["LEVEL=2", "TOKEN=a=b"], spec.Env.Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal((0, "night", 1), (spec.Cmd.Count, spec.Labels["team"], spec.Labels.Count));
    }

    [Fact]
    public void Copy_WhatASpecificationCannotSay_IsNamed()
    {
        var container = Original with
        {
            RestartPolicy = "always",
            Ports = [new("8080/tcp", "0.0.0.0", "18080"), new("9/udp", "", "")],
            Mounts = [new("bind", "/srv", "/data", true), new("volume", "saves", "/saves", false), new("tmpfs", "", "/tmp", false)],
            Networks = [new("game-net", "", []), new("back", "", [])],
            RawJson = """{"HostConfig":{"Privileged":true,"CapAdd":["NET_ADMIN"],"CapDrop":null,"Dns":[],"ReadonlyRootfs":false,"CpuShares":0,"PidMode":""}}""",
        };

        Assert.Equal(
            ["the restart policy 'always'", "the host's port 18080 for 8080/tcp", "the volume 'saves' at /saves", "the tmpfs at /tmp", "the network 'back'", "the setting Privileged", "the setting CapAdd"],
            RunSpecCopy.Of(container, null, new(new())).LeftBehind);
    }

    [Fact]
    public void Copy_NothingSpecial_LeavesNothingBehind() => Assert.Empty(RunSpecCopy.Of(Original with { RestartPolicy = "no" }, null, new(new())).LeftBehind);

    [Theory]
    [InlineData(536870912L, "512m")]
    [InlineData(1000000L, "1000000")]
    public void Copy_Memory_IsWrittenAsAPersonWould(long bytes, string text) =>
        Assert.Equal(text, RunSpecCopy.Of(Original with { Limits = new() { MemoryBytes = bytes } }, null, new(new())).Spec.Memory);
}
