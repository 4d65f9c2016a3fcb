using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>After whatever goes wrong on the wire the board equals the engine's list, nothing came twice and nothing is lost without a gap.</summary>
public class WireFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. WireFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Wire_GoesWrong_EndsRight(string how)
    {
        var fault = WireFaults.All[how];
        await using var wire = fault.Start();
        await wire.LiveAsync(Ct);
        await wire.HeardAsync(1, "start", "running", Ct);
        var stream = wire.State.Stream;

        await fault.Act(wire, Ct);

        await Eventually.TrueAsync("the board to equal the engine's list", wire.IsAgreed, Ct, RelayBench.Patience);
        if (fault.Gap is null)
            await Eventually.TrueAsync("every event", () => wire.Missing() == 0, Ct, RelayBench.Patience);
        else
            await Eventually.TrueAsync("the gap, explained", () => wire.Timeline.Current.Gaps is [{ Changes: not null }], Ct, RelayBench.Patience);
        Assert.Equal(fault.Gap is { } cause ? [cause] : [], wire.Gaps);
        var heard = wire.Heard();
        Assert.Equal(heard.Distinct(), heard);
        if (fault.KeepsStream)
            Assert.Same(stream, wire.State.Stream);
        else
            await Eventually.TrueAsync("another stream", () => wire.State.Stream != stream, Ct, RelayBench.Patience);
    }
}
