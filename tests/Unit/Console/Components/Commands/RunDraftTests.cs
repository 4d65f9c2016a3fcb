using CsCheck;
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

    [Fact]
    public void Read_AfterFillWithAnyTexts_GivesThemBack() =>
        Gen.Select(Gen.String[Gen.Char["a\"\\\n\r\u2028\f =é"], 0, 8].List[0, 5], Gen.String[Gen.Char["a\"\n=\r"], 0, 8])
            .Sample((cmd, value) =>
            {
                var draft = new RunDraft();
                draft.Fill(Whole with { Cmd = cmd, Env = new Dictionary<string, string> { ["A"] = value }, Labels = new Dictionary<string, string> { ["k"] = value } });

                var (spec, faults) = draft.Read();

                Assert.Empty(faults);
                Assert.Equal(cmd, spec.Cmd);
                Assert.Equal((value, value), (spec.Env["A"], spec.Labels["k"]));
            }, iter: 500);

    [Fact]
    public void Read_HalfAQuote_IsAFaultThatDoesNotRepeatIt()
    {
        var draft = new RunDraft();
        draft.Fill(Whole);
        (draft.Env, draft.Cmd) = ("A=\"hunter2", "serve\n\"hunter2");

        var faults = draft.Read().Faults;

        Assert.Equal(["Env[A]", "Cmd"], faults.Select(f => f.Field));
        Assert.DoesNotContain(faults, f => f.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Fill_WithoutLimits_LeavesThemOpenWithTheirDefaults()
    {
        var draft = new RunDraft();

        draft.Fill(Whole with { CpuQuota = 0, Memory = "", PidsLimit = 0 });

        Assert.Equal(("1", "512m", "256"), (draft.Cpus, draft.Memory, draft.Pids));
        Assert.DoesNotContain(RunDraft.Limits, limit => draft.IsTouched(limit.Field));
    }

    [Fact]
    public void Fill_LimitThatWasSaid_IsNotReplaced()
    {
        var draft = new RunDraft();

        draft.Fill(new() { PidsLimit = 0 }, new HashSet<string> { nameof(RunSpec.PidsLimit) });
        draft.Take(new() { Image = "x", Values = new() { PidsLimit = 9 }, Sources = new Dictionary<string, string> { [nameof(RunSpec.PidsLimit)] = "From the image." } });

        Assert.Equal("0", draft.Pids);
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
