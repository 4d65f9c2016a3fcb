using Rtm.Console.Commands;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>The remedy differs with the failure.</summary>
public class PullAdviceTests
{
    private static readonly EngineFailure Failure = new("local", "pull image", "game:1");

    [Theory]
    [InlineData(PullFailureReason.Unauthorized, "The registry wants a sign-in")]
    [InlineData(PullFailureReason.RegistryUnreachable, "It is the engine that asks the registry")]
    [InlineData(PullFailureReason.DiskFull, "Make room on the engine's host")]
    [InlineData(PullFailureReason.CutOff, "If it breaks off again")]
    [InlineData(PullFailureReason.Other, "")]
    public void For_EachReason_SaysWhatToDo(PullFailureReason reason, string advice) =>
        Assert.StartsWith(advice, PullAdvice.For(new PullFailedException(Failure, "words", reason), PullPolicy.Always), StringComparison.Ordinal);

    [Theory]
    [InlineData(PullPolicy.IfMissing, "Check the name and the tag.")]
    [InlineData(PullPolicy.Always, "Check the name and the tag.")]
    [InlineData(PullPolicy.Never, "Choose another policy")]
    public void For_ImageThatIsNowhere_DependsOnWhoWasAsked(PullPolicy policy, string advice) =>
        Assert.StartsWith(advice, PullAdvice.For(new ImageNotFoundException(Failure, "words"), policy), StringComparison.Ordinal);

    [Fact]
    public void For_WhatNobodyKnows_SaysNothing() => Assert.Equal("", PullAdvice.For(new EngineException(Failure, "words"), PullPolicy.Always));
}
