using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Rtm.Console.History.Timeline;

/// <summary>Inserts that do nothing where a row is there already: the one thing that EF Core can't say, and both databases say alike.</summary>
internal static class TimelineSql
{
    /// <summary>SQLite takes 32,766 parameters a statement.</summary>
    private const int MostAtOnce = 100;

    private static readonly Column<StoredRow>[] RowColumns =
    [
        new("Engine", DbType.String, r => r.Engine), new("Sequence", DbType.Int64, r => r.Sequence), new("Kind", DbType.Int16, r => (short)r.Kind),
        new("At", DbType.Int64, r => r.At), new("IsApart", DbType.Boolean, r => r.IsApart), new("TimeNano", DbType.Int64, r => r.TimeNano),
        new("Fingerprint", DbType.Int64, r => r.Fingerprint), new("SubjectId", DbType.Int64, r => r.SubjectId), new("Owner", DbType.String, r => r.Owner),
        new("Action", DbType.String, r => r.Action), new("Detail", DbType.String, r => r.Detail), new("ExitCode", DbType.Int32, r => r.ExitCode),
        new("From", DbType.Int64, r => r.From), new("Cause", DbType.Int16, r => r.Cause), new("Changes", DbType.Int32, r => r.Changes),
        new("Gap", DbType.Int64, r => r.Gap), new("Before", DbType.String, r => r.Before), new("After", DbType.String, r => r.After),
    ];

    private static readonly Column<StoredSubject>[] SubjectColumns =
    [
        new("Id", DbType.Int64, s => s.Id), new("Engine", DbType.String, s => s.Engine), new("ContainerId", DbType.String, s => s.ContainerId),
        new("Name", DbType.String, s => s.Name), new("Image", DbType.String, s => s.Image), new("Owner", DbType.String, s => s.Owner),
        new("Search", DbType.String, s => s.Search), new("First", DbType.Int64, s => s.First), new("Last", DbType.Int64, s => s.Last),
    ];

    public static Task InsertRowsAsync(TimelineContext context, IEnumerable<StoredRow> rows, CancellationToken ct) =>
        InsertAsync(context, "timeline_rows", RowColumns, rows, "DO NOTHING", ct);

    /// <summary>Those that are there already have a new last row.</summary>
    public static Task InsertSubjectsAsync(TimelineContext context, IEnumerable<StoredSubject> subjects, CancellationToken ct)
    {
        var merged = subjects.GroupBy(s => s.Id).Select(same =>
        {
            var subject = same.MinBy(s => s.First)!;
            subject.Last = same.Max(s => s.Last);
            return subject;
        });
        return InsertAsync(
            context, "timeline_subjects", SubjectColumns, merged,
            """("Id") DO UPDATE SET "Last" = excluded."Last" WHERE excluded."Last" > timeline_subjects."Last" """, ct);
    }

    private static async Task InsertAsync<T>(
        TimelineContext context, string table, Column<T>[] columns, IEnumerable<T> items, string onConflict, CancellationToken ct)
    {
        foreach (var chunk in items.Chunk(MostAtOnce))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
            var sql = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ");
            foreach (var item in chunk)
            {
                sql.Append(command.Parameters.Count == 0 ? "(" : ", (");
                foreach (var column in columns)
                    sql.Append(column == columns[0] ? "" : ", ").Append(Add(command, column.Type, column.Value(item)));
                sql.Append(')');
            }

#pragma warning disable CA2100 // Names of tables and columns are ours; every value is a parameter.
            command.CommandText = sql.Append(" ON CONFLICT ").Append(onConflict).ToString();
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static string Add(DbCommand command, DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@p" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }

    private sealed record Column<T>(string Name, DbType Type, Func<T, object?> Value);
}
