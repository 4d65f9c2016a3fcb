using Rtm.Console.Components.Common;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class SentAddressesTests
{
    private readonly SentAddresses _sent = new();

    [Fact]
    public void IsEcho_ChosenTwiceBeforeTheBrowserAnswers_TakesNeitherForAWish()
    {
        _sent.Send("?q=a");
        _sent.Send("?q=ab");

        Assert.Equal([true, true], new[] { _sent.IsEcho("?q=a"), _sent.IsEcho("?q=ab") });
    }

    [Fact]
    public void IsEcho_BackAfterItWasConfirmed_IsAWish()
    {
        _sent.Send("?q=a");
        _sent.IsEcho("?q=a");

        Assert.False(_sent.IsEcho("?q=a"));
    }

    [Fact]
    public void IsEcho_OneWasNeverConfirmed_IsNotWaitedForAnyMore()
    {
        _sent.Send("?q=a");
        _sent.Send("?q=ab");
        _sent.IsEcho("?q=ab");

        Assert.False(_sent.IsEcho("?q=a"));
    }
}
