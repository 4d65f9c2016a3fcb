using CsCheck;
using Rtm.Console.Components.ContainerTabs.Logs;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Logs;

public sealed class LogChoiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Parse_WhatItWrote_IsTheSame() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 3], Gen.Int[0, 2], Gen.Bool, Gen.String[0, 20], Gen.Bool).Sample((tail, since, streams, flag, text, other) =>
        {
            var choice = new LogChoice
            {
                Tail = LogChoice.Tails[tail],
                Since = since < 0 ? null : LogChoice.Sinces[since],
                Streams = (LogStreams)streams,
                From = flag ? Now : null,
                Times = flag,
                Wrap = other,
                IsPattern = flag,
                OnlyHits = other,
                Text = text,
            };

            Assert.Equal(choice, LogChoice.Parse(choice.ToString()));
        });

    [Theory]
    [InlineData("?tail=99999999999999999999&since=-1&from=yesterday&show=secrets&times=yes&q=")]
    [InlineData("?tail=5&since=7&from=2026-13-01T00:00:00Z")]
    [InlineData("?<script>")]
    public void Parse_WhatItDoesNotUnderstand_IsLeftOut(string query) => Assert.Equal(new LogChoice(), LogChoice.Parse(query));

    [Fact]
    public void Parse_LongSearch_IsCut() => Assert.Equal(200, LogChoice.Parse("?q=" + new string('a', 5000)).Text.Length);

    [Fact]
    public void ToQuery_SinceMinutes_IsByTheEnginesClock() =>
        Assert.Equal((Now.AddMinutes(-15), true), (new LogChoice { Since = 15 }.ToQuery(Now) is var q ? (q.Since!.Value, q.Follow) : default));

    [Fact]
    public void ToQuery_FromATime_ReadsOnFromThereAndDoesNotFollow()
    {
        var query = new LogChoice { From = Now.AddHours(-1) }.ToQuery(Now);

        Assert.Equal((Now.AddHours(-1), false, null), (query.Since, query.Follow, query.Tail));
    }
}
