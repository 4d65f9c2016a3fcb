using Rtm.Console.Commands;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>Pasted text: what a specification can't say must be named and refused.</summary>
public class RunSpecJsonTests
{
    [Fact]
    public void Parse_WhatWriteWrote_IsTheSame()
    {
        var spec = RunSamples.Spec with { BindMounts = [new("/srv/game", "/data", false)], Cmd = ["/bin/game", "--fast"] };

        var (read, faults) = RunSpecJson.Parse(RunSpecJson.Write(spec));

        Assert.Empty(faults);
        Assert.Equivalent(spec, read, strict: true);
    }

    [Theory]
    [InlineData("Privileged", "true")]
    [InlineData("CapAdd", """["SYS_ADMIN"]""")]
    [InlineData("Devices", "[{}]")]
    [InlineData("PidMode", "\"host\"")]
    [InlineData("IpcMode", "\"host\"")]
    [InlineData("NetworkMode", "\"host\"")]
    [InlineData("UsernsMode", "\"host\"")]
    [InlineData("SecurityOpt", """["seccomp=unconfined"]""")]
    [InlineData("Sysctls", "{}")]
    [InlineData("VolumesFrom", """["other"]""")]
    [InlineData("Binds", """["/:/host"]""")]
    [InlineData("Mounts", "[]")]
    [InlineData("Runtime", "\"evil\"")]
    [InlineData("CgroupParent", "\"/\"")]
    [InlineData("User", "\"root\"")]
    [InlineData("Entrypoint", """["sh"]""")]
    [InlineData("RestartPolicy", "\"always\"")]
    [InlineData("name", "\"x\"")]
    [InlineData("privileged", "true")]
    public void Parse_FieldOutsideTheSchema_IsNamedAndRefused(string field, string value)
    {
        var (_, faults) = RunSpecJson.Parse($$"""{ "Name": "game-9", "{{field}}": {{value}} }""");

        Assert.Equal(new RunSpecFault(field, "is not a field of a container here, and was refused"), Assert.Single(faults));
    }

    [Fact]
    public void Parse_EngineBodyWithHostConfig_NamesEachFieldOfIt()
    {
        var (_, faults) = RunSpecJson.Parse("""{ "HostConfig": { "Privileged": true, "PidMode": "host", "Memory": 1 }, "Image": "x" }""");

        Assert.Equal(["HostConfig.Privileged", "HostConfig.PidMode", "HostConfig.Memory"], faults.Select(f => f.Field));
    }

    [Fact]
    public void Parse_SeveralFaults_AreReportedAllAtOnce()
    {
        var (_, faults) = RunSpecJson.Parse("""{ "Name": 1, "Cmd": "sh", "Env": { "A": 2 }, "PidsLimit": 1.5, "BindMounts": [{ "HostPath": "/a", "Propagation": "shared" }], "X": 1 }""");

        Assert.Equal(["Name", "Cmd", "Env[A]", "PidsLimit", "BindMounts[0].Propagation", "X"], faults.Select(f => f.Field));
    }

    [Fact]
    public void Parse_FieldTwice_IsRefused() =>
        Assert.Contains(new RunSpecFault("Image", "is there twice"), RunSpecJson.Parse("""{ "Image": "good", "Image": "evil" }""").Faults);

    [Fact]
    public void Parse_MountThatDoesNotSay_IsReadOnly() =>
        Assert.True(RunSpecJson.Parse("""{ "BindMounts": [{ "HostPath": "/a", "MountPath": "/b" }] }""").Spec.BindMounts[0].ReadOnly);

    [Theory]
    [InlineData("", "is not JSON: line 1, column 1")]
    [InlineData("{ \"Name\":", "is not JSON: line 1, column 10")]
    [InlineData("[1]", "must be a JSON object: { \"Name\": … }")]
    public void Parse_NoObject_SaysWhere(string text, string message) =>
        Assert.Equal(message, Assert.Single(RunSpecJson.Parse(text).Faults).Message);
}
