namespace Rtm.Console.Masking;

/// <summary>One entry of an environment, <c>NAME=value</c>. One without <c>=</c> has a name only.</summary>
internal static class EnvText
{
    public static string NameOf(string entry) => entry.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? entry[..at] : entry;

    public static string ValueOf(string entry) => entry.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? entry[(at + 1)..] : "";
}
