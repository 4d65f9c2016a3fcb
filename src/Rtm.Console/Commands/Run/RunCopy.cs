using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A specification like a container, and what of the container it can't say.</summary>
/// <param name="Spec">The specification.</param>
/// <param name="LeftBehind">What a new container would not have, one sentence part each: <c>the restart policy 'always'</c>; empty where that is nothing.</param>
public sealed record RunCopy(RunSpec Spec, IReadOnlyList<string> LeftBehind);
