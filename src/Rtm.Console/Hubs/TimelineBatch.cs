using Rtm.Console.Relay;

namespace Rtm.Console.Hubs;

/// <summary>Some rows of the timeline, each engine's in order, and where to go on after them.</summary>
/// <param name="Rows">May be empty: then only the cursor moved. A row may come twice, and a gap comes again when its changes are known: ids tell.</param>
/// <param name="Cursor">To be given to the next subscription, as it is.</param>
public sealed record TimelineBatch(IReadOnlyList<TimelineRow> Rows, string Cursor);
