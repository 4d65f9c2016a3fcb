using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Rtm.Console.History.Timeline.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "timeline_subjects",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Engine = table.Column<string>(type: "TEXT", nullable: false),
                    ContainerId = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Image = table.Column<string>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", nullable: false),
                    Search = table.Column<string>(type: "TEXT", nullable: false),
                    First = table.Column<long>(type: "INTEGER", nullable: false),
                    Last = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timeline_subjects", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "timeline_rows",
                columns: table => new
                {
                    Engine = table.Column<string>(type: "TEXT", nullable: false),
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<short>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    IsApart = table.Column<bool>(type: "INTEGER", nullable: false),
                    TimeNano = table.Column<long>(type: "INTEGER", nullable: true),
                    Fingerprint = table.Column<long>(type: "INTEGER", nullable: true),
                    SubjectId = table.Column<long>(type: "INTEGER", nullable: true),
                    Owner = table.Column<string>(type: "TEXT", nullable: true),
                    Action = table.Column<string>(type: "TEXT", nullable: true),
                    Detail = table.Column<string>(type: "TEXT", nullable: true),
                    ExitCode = table.Column<int>(type: "INTEGER", nullable: true),
                    From = table.Column<long>(type: "INTEGER", nullable: true),
                    Cause = table.Column<short>(type: "INTEGER", nullable: true),
                    Changes = table.Column<int>(type: "INTEGER", nullable: true),
                    Gap = table.Column<long>(type: "INTEGER", nullable: true),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timeline_rows", x => new { x.Engine, x.Sequence });
                    table.ForeignKey(
                        name: "FK_timeline_rows_timeline_subjects_SubjectId",
                        column: x => x.SubjectId,
                        principalTable: "timeline_subjects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_Engine_Action_Sequence",
                table: "timeline_rows",
                columns: new[] { "Engine", "Action", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_Engine_IsApart_Sequence",
                table: "timeline_rows",
                columns: new[] { "Engine", "IsApart", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_Engine_Owner_Action_Sequence",
                table: "timeline_rows",
                columns: new[] { "Engine", "Owner", "Action", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_Engine_Owner_Sequence",
                table: "timeline_rows",
                columns: new[] { "Engine", "Owner", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_Engine_TimeNano_Fingerprint",
                table: "timeline_rows",
                columns: new[] { "Engine", "TimeNano", "Fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_timeline_rows_SubjectId_Sequence",
                table: "timeline_rows",
                columns: new[] { "SubjectId", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_subjects_Engine_ContainerId",
                table: "timeline_subjects",
                columns: new[] { "Engine", "ContainerId" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_subjects_Engine_Last",
                table: "timeline_subjects",
                columns: new[] { "Engine", "Last" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "timeline_rows");

            migrationBuilder.DropTable(
                name: "timeline_subjects");
        }
    }
}
