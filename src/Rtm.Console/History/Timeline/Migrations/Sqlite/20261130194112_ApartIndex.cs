using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rtm.Console.History.Timeline.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ApartIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_timeline_rows_Engine_IsApart_Sequence",
                table: "timeline_rows");

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_apart",
                table: "timeline_rows",
                columns: new[] { "Engine", "Sequence" },
                filter: "\"IsApart\"");

            // Without statistics SQLite takes the index of the key for a rare owner or action, and reads every row. These say what is typical, at once
            // and for good; real ones would be as good, but an empty table has none.
            migrationBuilder.Sql("PRAGMA analysis_limit=1; ANALYZE timeline_memories; DELETE FROM sqlite_stat1 WHERE tbl = 'timeline_rows';");
            migrationBuilder.Sql(
                """
                INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
                    ('timeline_rows', 'sqlite_autoindex_timeline_rows_1', '1000000 500000 1'),
                    ('timeline_rows', 'IX_timeline_rows_Engine_TimeNano_Fingerprint', '1000000 500000 2 1'),
                    ('timeline_rows', 'IX_timeline_rows_SubjectId_Sequence', '1000000 50 1'),
                    ('timeline_rows', 'IX_timeline_rows_Engine_Owner_Sequence', '1000000 500000 20000 1'),
                    ('timeline_rows', 'IX_timeline_rows_Engine_Action_Sequence', '1000000 500000 20000 1'),
                    ('timeline_rows', 'IX_timeline_rows_Engine_Owner_Action_Sequence', '1000000 500000 20000 2000 1'),
                    ('timeline_rows', 'IX_timeline_rows_apart', '1000 500 1');
                """);
            migrationBuilder.Sql("ANALYZE sqlite_schema;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_timeline_rows_apart",
                table: "timeline_rows");

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_Engine_IsApart_Sequence",
                table: "timeline_rows",
                columns: new[] { "Engine", "IsApart", "Sequence" });
        }
    }
}
