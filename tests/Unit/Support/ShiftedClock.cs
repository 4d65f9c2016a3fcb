namespace Rtm.Tests.Support;

/// <summary>A clock that runs, but begins at another time.</summary>
public sealed class ShiftedClock(DateTimeOffset begin) : TimeProvider
{
    private readonly TimeSpan _shift = begin - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _shift;
}
