using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>What can go wrong on the wire. Afterwards the board equals the engine's list, nothing came twice and nothing is missing.</summary>
public sealed class WireFaultTests : IAsyncDisposable
{
    private readonly WireEngine _wire = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Theory]
    [InlineData("clean end")]
    [InlineData("cut between values")]
    [InlineData("cut in the middle of a value")]
    [InlineData("reset")]
    public async Task Stream_Ends_ComesBackComplete(string how)
    {
        await _wire.LiveAsync(Ct);
        _wire.Happen((1, "start", "running"));
        await Eventually.TrueAsync("the first event", _wire.IsAgreed, Ct);
        var stream = _wire.Stream;
        _wire.Freeze();
        _wire.Happen((1, "die", "exited"), (2, "start", "running"));

        switch (how)
        {
            case "clean end":
                stream.End();
                break;
            case "cut between values":
                stream.Cut();
                break;
            case "reset":
                stream.Reset();
                break;
            default:
                stream.CutInMidChunk("""{"Type":"container","Act""");
                break;
        }

        await AgreesAsync();
    }

    [Theory]
    [InlineData("this is {not json\n")]
    [InlineData("""{"Type":"something new","Action":"x","timeNano":5}""" + "\n")]
    [InlineData("{}[]null\n7 \n")]
    public async Task Stream_Nonsense_IsSkipped(string nonsense)
    {
        await _wire.LiveAsync(Ct);
        var stream = _wire.Stream;
        stream.Send(nonsense);

        _wire.Happen((1, "start", "running"));

        await AgreesAsync();
        Assert.Same(stream, _wire.Stream);
    }

    [Fact]
    public async Task Stream_FiveHundredEventsInOneWrite_AllArrive()
    {
        await _wire.LiveAsync(Ct);

        _wire.Happen(Enumerable.Range(1, 500).Select(i => (i % 50, "rename", i % 2 == 0 ? "running" : "paused")));

        await AgreesAsync();
    }

    [Fact]
    public async Task Stream_SingleEventThenSilence_ReachesTheBoardByItself()
    {
        await _wire.LiveAsync(Ct);
        var stream = _wire.Stream;

        _wire.Happen((1, "start", "running"));

        await AgreesAsync();
        Assert.Same(stream, _wire.Stream);
    }

    [Fact]
    public async Task Stream_HalfOpen_IsFoundAndReplaced()
    {
        await _wire.LiveAsync(Ct);
        var stream = _wire.Stream;
        _wire.Happen((1, "start", "running"));
        await Eventually.TrueAsync("the first event", _wire.IsAgreed, Ct);
        _wire.Freeze();

        _wire.Happen((1, "destroy", ""), (2, "start", "running"));

        await AgreesAsync();
        Assert.NotSame(stream, _wire.Stream);
    }

    private async Task AgreesAsync()
    {
        await Eventually.TrueAsync("the board to equal the engine's list", () => _wire.IsAgreed() && _wire.Faults().Missing == 0, Ct);
        Assert.Equal((0, 0, 0), _wire.Faults());
    }
}
