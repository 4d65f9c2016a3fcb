using System.Globalization;

namespace Rtm.Bench;

/// <summary><c>[--only NAME…] [--seconds N]</c>.</summary>
internal sealed record BenchChoice(IReadOnlyList<string> Names, TimeSpan Duration, string? Fault = null)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    public bool Includes(string name) => Names.Count == 0 || Names.Contains(name, StringComparer.Ordinal);

    public static BenchChoice Parse(IReadOnlyList<string> args, IReadOnlyList<string> known)
    {
        var names = new List<string>();
        var duration = Usual;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--only":
                    while (i + 1 < args.Count && !args[i + 1].StartsWith('-'))
                        names.Add(args[++i]);
                    if (names.Count == 0)
                        return new([], Usual, "--only needs the name of a bench:");
                    break;
                case "--seconds" when i + 1 < args.Count && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    duration = TimeSpan.FromSeconds(seconds);
                    i++;
                    break;
                default:
                    return new([], Usual, $"'{args[i]}' is neither --only NAME… nor --seconds N; the benches are:");
            }
        }

        return names.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? new([], Usual, $"there is no bench '{unknown}'; there are:")
            : new(names, duration);
    }
}
