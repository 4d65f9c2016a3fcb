using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Rtm.Console.History;

/// <summary>Which kind of database a history lives in.</summary>
public enum HistoryProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Reads a connection string by its form. What it says about one holds nothing of it but names of hosts, databases and files.</summary>
internal static class HistoryConnection
{
    /// <summary>How long a statement may take, and how long it waits for another writer of an SQLite file.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    private static readonly string[] FileKeys = ["Data Source", "DataSource", "Filename"];

    /// <summary>Why this can't be a connection string; null where it can, or is blank.</summary>
    public static string? FaultOf(string text)
    {
        if (text.Length == 0)
            return null;
        try
        {
            if (!HoldsAny(text, FileKeys))
                return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 } ? null : Unknown;
            var sqlite = new SqliteConnectionStringBuilder(text);
            return sqlite.Mode is SqliteOpenMode.Memory || sqlite.DataSource is "" or ":memory:" ? "must name a file: what is in memory alone is no history." : null;
        }
        // Their words repeat what is in the string.
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or FormatException)
        {
            return Unknown;
        }
    }

    private const string Unknown =
        "is not a connection string; write Host=…;Database=…;Username=…;Password=… for PostgreSQL or Data Source=/path/history.db for SQLite.";

    /// <summary>The complete connection string, with a bound for every wait.</summary>
    public static (HistoryProvider Provider, string ConnectionString, string Description) Read(HistoryOptions options, string folder)
    {
        var text = options.ConnectionString;
        if (text.Length > 0 && !HoldsAny(text, FileKeys))
        {
            var postgres = new NpgsqlConnectionStringBuilder(text) { ApplicationName = "rtm-console", IncludeErrorDetail = false, PersistSecurityInfo = false };
            if (!HoldsAny(text, ["Timeout", "Connection Timeout"]))
                postgres.Timeout = (int)ConnectPatience.TotalSeconds;
            if (!HoldsAny(text, ["Command Timeout", "CommandTimeout"]))
                postgres.CommandTimeout = (int)Patience.TotalSeconds;
            return (HistoryProvider.Postgres, postgres.ConnectionString, $"PostgreSQL database '{postgres.Database ?? postgres.Username}' on {postgres.Host}");
        }

        var sqlite = new SqliteConnectionStringBuilder(text.Length > 0 ? text : null) { DefaultTimeout = (int)Patience.TotalSeconds };
        sqlite.DataSource = Path.GetFullPath(text.Length > 0 ? sqlite.DataSource : options.File, folder);
        return (HistoryProvider.Sqlite, sqlite.ConnectionString, $"SQLite file {sqlite.DataSource}");
    }

    private static bool HoldsAny(string text, IEnumerable<string> keys)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = text };
        return keys.Any(parts.ContainsKey);
    }
}
