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
        Assert.Equal("", RunSpecCopy.Of(Original with { Hostname = Original.Id[..12] }, new(new())).Hostname);

    [Fact]
    public void Copy_HostNameOfItsOwn_IsTaken() => Assert.Equal("engine", RunSpecCopy.Of(Original with { Hostname = "engine" }, new(new())).Hostname);

    [Fact]
    public void Copy_ArgumentsWithLineBreaks_AreTakenAsTheyAre() => Assert.Equal(Original.Cmd, RunSpecCopy.Of(Original, new(new())).Cmd);
}
