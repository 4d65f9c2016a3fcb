using System.Globalization;
using Rtm.Console.Commands;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>How far back it is known what this console did.</summary>
public class ActHistoryTests
{
    private readonly ActHistory _acts = new();

    [Fact]
    public void Current_BeforeTheAuditWasRead_ReachesNothing() => Assert.False(_acts.Current.Reach(SampleRows.Day));

    [Fact]
    public void Remember_WholeAudit_ReachesEverything()
    {
        _acts.Remember([Act(1)], DateTimeOffset.MinValue);

        Assert.True(_acts.Current.Reach(SampleRows.Day.AddYears(-1)));
    }

    [Fact]
    public void Put_MoreThanAreKept_ReachesBackToTheForgottenOnesEnd()
    {
        _acts.Remember([], DateTimeOffset.MinValue);
        for (var i = 0; i < ActHistory.Most + 1; i++)
            _acts.Put(Act(i) with { FinishedAt = SampleRows.Day.AddSeconds(i + 30) });

        Assert.Equal(ActHistory.Most, _acts.Current.Acts.Count);
        Assert.Equal((false, true), (_acts.Current.Reach(SampleRows.Day.AddSeconds(30)), _acts.Current.Reach(SampleRows.Day.AddSeconds(36))));
    }

    [Fact]
    public void Remember_MoreThanAreKept_KeepsTheNewest()
    {
        _acts.Put(Act(5000));

        _acts.Remember(Enumerable.Range(0, ActHistory.Most).Select(Act), DateTimeOffset.MinValue);

        Assert.Equal((Act(1).ActionId, Act(5000).ActionId), (_acts.Current.Acts[0].ActionId, _acts.Current.Acts[^1].ActionId));
        Assert.False(_acts.Current.Reach(SampleRows.Day));
    }

    private static OwnAct Act(int number) => new()
    {
        ActionId = number.ToString("00000000000000000000000000", CultureInfo.InvariantCulture),
        Action = CommandAction.Kill,
        Actor = new("sub-oli", "Oli Operator", "operator"),
        Engine = "local",
        ContainerId = SampleRows.Id(1),
        AcceptedAt = SampleRows.Day.AddSeconds(number),
    };
}
