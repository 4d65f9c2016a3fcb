using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace Rtm.Console.Commands;

/// <summary>How often one person may ask, in how many tabs ever.</summary>
internal sealed class PersonLimit(CommandOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(subject =>
        RateLimitPartition.GetTokenBucketLimiter(subject, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.PerMinute,
            TokensPerPeriod = options.PerMinute,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    private readonly ConcurrentDictionary<string, bool> _flooding = new(StringComparer.Ordinal);

    /// <param name="actor">Who asks.</param>
    /// <param name="isFirst">Whether it is the person's first refusal since something was let through.</param>
    public Refusal? RefusalFor(Actor actor, out bool isFirst)
    {
        using var lease = _limiter.AttemptAcquire(actor.Subject);
        isFirst = !lease.IsAcquired && _flooding.TryAdd(actor.Subject, true);
        if (lease.IsAcquired)
            _flooding.TryRemove(actor.Subject, out _);
        return lease.IsAcquired ? null : new($"You asked for more than {options.PerMinute} commands within a minute.", "Wait a minute.");
    }

    public void Dispose() => _limiter.Dispose();
}
