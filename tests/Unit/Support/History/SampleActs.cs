using Rtm.Console.Commands;

namespace Rtm.Tests.Support;

/// <summary>What an operator did to the containers of <see cref="SampleRows"/>.</summary>
public static class SampleActs
{
    /// <summary>A stop of container 1, from second 100 to 103 of the day.</summary>
    public static OwnAct Stop { get; } = new()
    {
        ActionId = "01JDC000000000000000000001",
        Action = CommandAction.Stop,
        Actor = new("sub-oli", "Oli Operator", "operator"),
        Engine = "local",
        ContainerId = SampleRows.Id(1),
        Reason = "it hangs",
        AcceptedAt = SampleRows.Day.AddSeconds(100),
        FinishedAt = SampleRows.Day.AddSeconds(103),
        Grace = TimeSpan.FromSeconds(30),
    };
}
