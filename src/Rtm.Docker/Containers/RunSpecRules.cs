namespace Rtm.Docker;

/// <summary>What a <see cref="RunSpec"/> must be before it is sent.</summary>
internal static class RunSpecRules
{
    public static IReadOnlyList<RunSpecFault> FaultsOf(RunSpec spec) => [];
}
