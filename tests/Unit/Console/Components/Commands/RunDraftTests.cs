using Rtm.Console.Components.Commands;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public class RunDraftTests
{
    private static readonly RunSpec Whole = new()
    {
        Name = "game-1",
        Image = "registry.example:5000/game/engine:1.4",
        Hostname = "game-1",
        Network = "game-net",
        Env = new Dictionary<string, string> { ["A"] = "1", ["B"] = "x=y" },
        Cmd = ["/bin/game", "--port", "8080"],
        Labels = new Dictionary<string, string> { ["k"] = "v" },
        BindMounts = [new("/srv/game", "/data", ReadOnly: true)],
        CpuQuota = 1.5,
        Memory = "512m",
        PidsLimit = 256,
    };

    [Fact]
    public void Read_AfterFill_GivesTheSameSpecification()
    {
        var draft = new RunDraft();
        draft.Fill(Whole);

        var (spec, faults) = draft.Read();

        Assert.Empty(faults);
        Assert.Equivalent(Whole, spec, strict: true);
    }

    [Theory]
    [InlineData("", "256", nameof(RunSpec.CpuQuota))]
    [InlineData("1,5", "256", nameof(RunSpec.CpuQuota))]
    [InlineData("1", "many", nameof(RunSpec.PidsLimit))]
    public void Read_NoNumber_IsAFaultAtItsField(string cpus, string pids, string field)
    {
        var draft = new RunDraft();
        draft.Fill(Whole);
        (draft.Cpus, draft.Pids) = (cpus, pids);

        Assert.Equal([field], draft.Read().Faults.Select(f => f.Field));
    }

    [Fact]
    public void Read_LineWithoutSign_IsAFaultThatDoesNotRepeatIt()
    {
        var draft = new RunDraft();
        draft.Fill(Whole);
        draft.Env = "A=1\nhunter2\nA=2";

        var faults = draft.Read().Faults;

        Assert.Equal(["Env", "Env[A]"], faults.Select(f => f.Field));
        Assert.DoesNotContain(faults, f => f.Message.Contains("hunter2", StringComparison.Ordinal));
    }
}
