using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mm.Data.Catalog.Migrations.Sqlite;

/// <inheritdoc />
public sealed partial class Schedules : Migration
{
    private static readonly string[] WindowKey = ["Schedule", "StartMs"];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        CreateAccessKeys(migrationBuilder);
        CreateSchedules(migrationBuilder);
        CreateWindows(migrationBuilder);
        CreateWindowEntries(migrationBuilder);
        migrationBuilder.CreateIndex(
            name: "IX_AccessKeys_Digest",
            table: "AccessKeys",
            column: "Digest",
            unique: true);
        migrationBuilder.CreateIndex(
            name: "IX_Schedules_Output",
            table: "Schedules",
            column: "Output",
            unique: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "AccessKeys");

        migrationBuilder.DropTable(
            name: "WindowEntries");

        migrationBuilder.DropTable(
            name: "Windows");

        migrationBuilder.DropTable(
            name: "Schedules");
    }

    private static void CreateAccessKeys(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "AccessKeys",
            columns: table => new
            {
                Id = table.Column<string>(type: "TEXT", nullable: false),
                Name = table.Column<string>(type: "TEXT", nullable: false),
                Digest = table.Column<string>(type: "TEXT", nullable: false),
                Scopes = table.Column<string>(type: "TEXT", nullable: false),
                CreatedMs = table.Column<long>(type: "INTEGER", nullable: false),
                ExpiresMs = table.Column<long>(type: "INTEGER", nullable: false),
                RevokedMs = table.Column<long>(type: "INTEGER", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_AccessKeys", x => x.Id);
            });
    }

    private static void CreateSchedules(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Schedules",
            columns: table => new
            {
                Name = table.Column<string>(type: "TEXT", nullable: false),
                Pipeline = table.Column<string>(type: "TEXT", nullable: false),
                RequestJson = table.Column<string>(type: "TEXT", nullable: false),
                Output = table.Column<string>(type: "TEXT", nullable: false),
                Cron = table.Column<string>(type: "TEXT", nullable: false),
                Zone = table.Column<string>(type: "TEXT", nullable: false),
                CatchUp = table.Column<byte>(type: "INTEGER", nullable: false),
                CursorTries = table.Column<int>(type: "INTEGER", nullable: true),
                IsPaused = table.Column<bool>(type: "INTEGER", nullable: false),
                SeenMs = table.Column<long>(type: "INTEGER", nullable: false),
                Turn = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Schedules", x => x.Name);
            });
    }

    private static void CreateWindows(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Windows",
            columns: table => new
            {
                Schedule = table.Column<string>(type: "TEXT", nullable: false),
                StartMs = table.Column<long>(type: "INTEGER", nullable: false),
                Kind = table.Column<byte>(type: "INTEGER", nullable: false),
                State = table.Column<byte>(type: "INTEGER", nullable: false),
                FilterJson = table.Column<string>(type: "TEXT", nullable: true),
                Holder = table.Column<string>(type: "TEXT", nullable: true),
                LeaseUntilMs = table.Column<long>(type: "INTEGER", nullable: true),
                Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                RunKey = table.Column<string>(type: "TEXT", nullable: true),
                Samples = table.Column<long>(type: "INTEGER", nullable: false),
                Changed = table.Column<int>(type: "INTEGER", nullable: false),
                Deferred = table.Column<int>(type: "INTEGER", nullable: false),
                MergedIntoMs = table.Column<long>(type: "INTEGER", nullable: true),
                Error = table.Column<string>(type: "TEXT", nullable: true),
                EndedMs = table.Column<long>(type: "INTEGER", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Windows", x => new { x.Schedule, x.StartMs });
                table.ForeignKey(
                    name: "FK_Windows_Schedules_Schedule",
                    column: x => x.Schedule,
                    principalTable: "Schedules",
                    principalColumn: "Name",
                    onDelete: ReferentialAction.Cascade);
            });
    }

    private static void CreateWindowEntries(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "WindowEntries",
            columns: table => new
            {
                Schedule = table.Column<string>(type: "TEXT", nullable: false),
                StartMs = table.Column<long>(type: "INTEGER", nullable: false),
                Name = table.Column<string>(type: "TEXT", nullable: false),
                Version = table.Column<string>(type: "TEXT", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_WindowEntries", x => new { x.Schedule, x.StartMs, x.Name });
                table.ForeignKey(
                    name: "FK_WindowEntries_Windows_Schedule_StartMs",
                    columns: x => new { x.Schedule, x.StartMs },
                    principalTable: "Windows",
                    principalColumns: WindowKey,
                    onDelete: ReferentialAction.Cascade);
            });
    }
}
