using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public class SessionRegistryTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Start_MoreThanAnybodyNeeds_EndsThoseThatActedLongestAgoOfThatPersonAlone()
    {
        var sessions = new SessionRegistry(new(), _clock);
        var other = Start(sessions, "43");
        var first = Start(sessions, "42");
        var second = Start(sessions, "42");
        for (var i = 2; i < SessionRegistry.MostPerPerson; i++)
            Start(sessions, "42");
        first.Act();

        var newest = Start(sessions, "42");

        Assert.Equal((null, SessionEnd.SignedOut, null, null), (first.End, second.End, newest.End, other.End));
        Assert.Equal(SessionRegistry.MostPerPerson, sessions.Live.Count(session => session.Subject == "42"));
    }

    private Session Start(SessionRegistry sessions, string subject)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        var now = _clock.GetUtcNow();
        return sessions.Start(new() { Id = "", Subject = subject, Name = subject, Roles = [], From = "", SignedInAt = now, LastAct = now }).Session;
    }
}
