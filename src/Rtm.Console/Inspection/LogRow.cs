using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>One row of a log view.</summary>
/// <param name="Number">Counts the rows since the view was opened, from 0.</param>
/// <param name="Time">When the engine received it; null where it didn't say.</param>
/// <param name="Source">Where the container wrote it.</param>
/// <param name="Text">Raw text of the container, or the console's own words for a <paramref name="IsNote"/>.</param>
/// <param name="IsCut">The line was longer than what is kept of it.</param>
/// <param name="IsNote">The console says something about the log, such as that lines were skipped.</param>
public readonly record struct LogRow(long Number, DateTimeOffset? Time, LogSource Source, string Text, bool IsCut, bool IsNote);
