using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

public class ImageHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeArchive _archive = new();
    private readonly FakeLedger _ledger = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_PullsAndStarts_GivesEachImageOnceTheNewestFirst()
    {
        await PullAsync("01A", "r.example/game:1", CommandResult.Done);
        await PullAsync("01B", "r.example/game:none", CommandResult.Failed);
        await PullAsync("01C", "r.example/game:2", CommandResult.Done);
        Start(1, "r.example/game:old");
        Start(2, "r.example/game:1");

        var read = await ReadAsync();

        Assert.Equal(["r.example/game:2", "r.example/game:1", "r.example/game:old"], read.Images);
        Assert.Equal("", read.Fault);
    }

    [Fact]
    public async Task Read_StartOutsideTheScope_IsNotThere()
    {
        Start(1, "r.example/secret:1", owner: "somebody");

        Assert.Empty((await ReadAsync(new() { Owners = [SampleContainers.Owner] })).Images);
    }

    [Fact]
    public async Task Read_AuditDown_StillTellsWhatRanAndSaysWhatIsMissing()
    {
        _ledger.Failure = "the disk is full";
        Start(1, "r.example/game:1");

        var read = await ReadAsync();

        Assert.Equal(["r.example/game:1", "the disk is full"], read.Images.Append(read.Fault));
    }

    private Task<EarlierImages> ReadAsync(ScopeOptions? scope = null)
    {
        var directory = new BoardDirectory(new([]), new(), new FakeTimeProvider(), _archive);
        return new ImageHistory(new(_archive, new(scope ?? new()), directory), _ledger).ReadAsync(Ct);
    }

    private void Start(long sequence, string image, string owner = SampleContainers.Owner) =>
        _archive.Record(new TimelineEvent("local", sequence, Now) { TimeNano = sequence, ContainerId = SampleContainers.IdOf(1), Action = "start", Image = image, Owner = owner });

    private Task PullAsync(string id, string image, CommandResult result) => _ledger.AppendAsync(
        new()
        {
            ActionId = id,
            Kind = AuditKind.Outcome,
            Action = CommandAction.Pull,
            AskedAt = Now,
            At = Now,
            Actor = Actor.Of(Persons.Operator),
            Engine = "local",
            Target = image,
            Result = result,
        },
        Ct);
}
