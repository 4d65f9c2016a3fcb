using System.Globalization;
using Rtm.Console.Configuration;

namespace Rtm.Console.Inspection;

/// <summary>
/// Who reads logs now. A view holds megabytes and a stream of its engine for as long as it is open, also one whose browser is away for a while: so
/// there are only so many, of one person and of all.
/// </summary>
public sealed class LogSeats(LimitOptions limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _bySubject = new(StringComparer.Ordinal);
    private long _taken;

    /// <summary>One more, until it is disposed of.</summary>
    /// <exception cref="DeskException">There is none left for this person, or for anybody.</exception>
    public IDisposable Take(string subject)
    {
        lock (_lock)
        {
            var own = _bySubject.GetValueOrDefault(subject);
            if (own >= limits.LogViewsPerUser)
            {
                throw DeskException.Full(string.Create(
                    CultureInfo.InvariantCulture,
                    $"You have {own} logs open, as many as one person may have here. Close one in another tab, or let a download end; then try again."));
            }

            if (_taken >= limits.LogViews)
            {
                throw DeskException.Full(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_taken} logs are open in this console, as many as it may have at once. Try again when somebody has closed one; Rtm:Limits:LogViews would allow more."));
            }

            (_bySubject[subject], _taken) = (own + 1, _taken + 1);
        }

        return new Seat(this, subject);
    }

    private void Leave(string subject)
    {
        lock (_lock)
        {
            _taken--;
            if (--_bySubject[subject] == 0)
                _bySubject.Remove(subject);
        }
    }

    private sealed class Seat(LogSeats seats, string subject) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true))
                seats.Leave(subject);
        }
    }
}
