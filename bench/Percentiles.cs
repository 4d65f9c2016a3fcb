namespace Rtm.Bench;

internal static class Percentiles
{
    public static double Percentile(this IReadOnlyCollection<double> values, int percent) => values.Count == 0
        ? double.NaN
        : values.Order().ElementAt(Math.Min(values.Count * percent / 100, values.Count - 1));
}
