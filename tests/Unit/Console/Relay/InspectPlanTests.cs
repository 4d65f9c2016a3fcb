using Rtm.Console.Relay;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class InspectPlanTests
{
    private readonly InspectPlan _plan = new();

    [Fact]
    public void Next_NewContainers_AreTakenUpToTheLimit() =>
        Assert.Equal(InspectPlan.MostPerCycle, _plan.Next(Rows(2000, "running", "Up 2 hours")).Count);

    [Fact]
    public void Next_MoreThanTheLimit_TakesTheRestNext()
    {
        var rows = Rows(InspectPlan.MostPerCycle + 5, "running", "Up 2 hours");
        var first = Done(_plan.Next(rows)).Select(r => r.Id).ToHashSet();

        Assert.Equal(5, _plan.Next(rows).Count(r => !first.Contains(r.Id)));
    }

    [Fact]
    public void Next_OnlyTheDurationChanged_IsNotUrgent()
    {
        Done(_plan.Next(Rows(50, "running", "Up 2 hours (healthy)")));

        Assert.Equal(InspectPlan.Rotation, _plan.Next(Rows(50, "running", "Up 3 hours (healthy)")).Count);
    }

    [Theory]
    [InlineData("running", "Up 2 hours (unhealthy)")]
    [InlineData("exited", "Exited (3) 5 minutes ago")]
    [InlineData("running", "Up 3 seconds (healthy)")]
    [InlineData("restarting", "Restarting (1) 5 minutes ago")]
    public void Next_StateChanged_IsInspected(string status, string text)
    {
        Done(_plan.Next(Rows(50, "running", "Up 2 hours (healthy)")));
        var rows = Rows(50, "running", "Up 2 hours (healthy)");
        rows[30] = rows[30] with { Status = status, StatusText = text };

        Assert.Equal(rows[30].Id, _plan.Next(rows)[0].Id);
    }

    [Fact]
    public void Next_CrashLoop_IsInspectedEachTime()
    {
        var rows = Rows(1, "restarting", "Restarting (1) 5 minutes ago");
        Done(_plan.Next(rows));

        Assert.Single(_plan.Next(rows));
    }

    [Fact]
    public void Next_InspectFailed_ComesAgain()
    {
        var rows = Rows(50, "running", "Up 2 hours");
        foreach (var row in _plan.Next(rows))
            _plan.Note(row, succeeded: row != rows[7]);

        Assert.Equal(rows[7].Id, _plan.Next(rows)[0].Id);
    }

    private IReadOnlyList<ContainerSummary> Done(IReadOnlyList<ContainerSummary> rows)
    {
        foreach (var row in rows)
            _plan.Note(row, succeeded: true);
        return rows;
    }

    private static ContainerSummary[] Rows(int count, string status, string text) =>
        [.. Enumerable.Range(0, count).Select(i => new ContainerSummary { Id = $"{i:x64}", Status = status, StatusText = text })];
}
