using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rtm.Console.History.Timeline.Migrations.Postgres
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
