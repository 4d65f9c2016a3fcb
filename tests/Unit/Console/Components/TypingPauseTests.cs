using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Components.Common;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class TypingPauseTests : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _gone = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TypingPause _typing = new(Length);

    public void Dispose() => _gone.Dispose();

    [Fact]
    public async Task Rests_NoOtherKey_IsTrueOnceThePauseIsOver()
    {
        var rests = _typing.RestsAsync(_time, _gone.Token);
        _time.Advance(Length / 2);
        Assert.False(rests.IsCompleted);

        _time.Advance(Length / 2);

        Assert.True(await rests);
    }

    [Fact]
    public async Task Rests_AnotherKey_OnlyTheLastCounts()
    {
        var first = _typing.RestsAsync(_time, _gone.Token);
        _time.Advance(Length / 2);
        var second = _typing.RestsAsync(_time, _gone.Token);

        _time.Advance(Length);

        Assert.Equal((false, true), (await first, await second));
    }

    [Fact]
    public async Task Rests_CalledOff_IsFalse()
    {
        var rests = _typing.RestsAsync(_time, _gone.Token);

        _typing.CallOff();
        _time.Advance(Length);

        Assert.False(await rests);
    }

    [Fact]
    public async Task Rests_ComponentGoes_IsFalseAtOnceAndNoError()
    {
        var rests = _typing.RestsAsync(_time, _gone.Token);

        await _gone.CancelAsync();

        Assert.False(await rests);
    }
}
