using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rtm.Console.History.Timeline.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RememberRelays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "timeline_memories",
                columns: table => new
                {
                    Engine = table.Column<string>(type: "TEXT", nullable: false),
                    SavedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Memory = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timeline_memories", x => x.Engine);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "timeline_memories");
        }
    }
}
