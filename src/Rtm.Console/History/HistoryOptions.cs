namespace Rtm.Console.History;

/// <summary>What is kept, where and for how long. A class, not a record: a record would print its password.</summary>
public sealed class HistoryOptions
{
    /// <summary>Of a PostgreSQL database, or of an SQLite file; blank for the file that <see cref="File"/> names.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>The SQLite file; a relative path begins at the console's own folder.</summary>
    public string File { get; init; } = "data/history.db";

    /// <summary>How old a row of the timeline may become.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many rows of the timeline are kept, of all engines together.</summary>
    public long KeepRows { get; init; } = 1_000_000;

    /// <summary>How many rows may wait in memory while the store can't be written.</summary>
    public int MostWaiting { get; init; } = 20_000;
}
