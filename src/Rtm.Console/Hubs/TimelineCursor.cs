using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace Rtm.Console.Hubs;

/// <summary>How far a subscriber has come on each engine. Clients keep its text and give it back; what is in it is not their business.</summary>
internal sealed record TimelineCursor(ImmutableSortedDictionary<string, long> Sequences)
{
    private const int Longest = 8192;

    public static TimelineCursor Start { get; } = new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    public TimelineCursor With(string engine, long sequence) => new(Sequences.SetItem(engine, sequence));

    /// <exception cref="HubException">It is none of ours.</exception>
    public static TimelineCursor Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Start;

        var cursor = Start;
        foreach (var part in text.Length <= Longest ? text.Split(' ') : [])
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !long.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                throw Refusal();
            cursor = cursor.With(part[..colon], sequence);
        }

        return cursor == Start ? throw Refusal() : cursor;
    }

    public override string ToString() => string.Join(' ', Sequences.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key}:{e.Value}")));

    private static HubException Refusal() => new("The cursor is not one that this hub gave; leave it out to begin with the newest rows.");
}
