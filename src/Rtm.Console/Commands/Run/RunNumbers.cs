using System.Globalization;

namespace Rtm.Console.Commands;

/// <summary>Numbers of a specification as people and labels write them.</summary>
internal static class RunNumbers
{
    public const string CpusForm = "must be a number of CPUs above 0, such as 1.5";
    public const string PidsForm = "must be a whole number above 0";

    public static bool TryCpus(string text, out double cpus) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out cpus);

    public static bool TryPids(string text, out int pids) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pids);
}
