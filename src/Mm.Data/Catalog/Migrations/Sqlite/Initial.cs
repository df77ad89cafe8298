using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mm.Data.Catalog.Migrations.Sqlite;

/// <inheritdoc />
public sealed partial class Initial : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Runs",
            columns: table => new
            {
                Key = table.Column<string>(type: "TEXT", nullable: false),
                Pipeline = table.Column<string>(type: "TEXT", nullable: false),
                RequestJson = table.Column<string>(type: "TEXT", nullable: false),
                Output = table.Column<string>(type: "TEXT", nullable: false),
                State = table.Column<byte>(type: "INTEGER", nullable: false),
                Phase = table.Column<byte>(type: "INTEGER", nullable: false),
                Samples = table.Column<long>(type: "INTEGER", nullable: false),
                IgnoredJson = table.Column<string>(type: "TEXT", nullable: false),
                StartedMs = table.Column<long>(type: "INTEGER", nullable: false),
                EndedMs = table.Column<long>(type: "INTEGER", nullable: true),
                Error = table.Column<string>(type: "TEXT", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Runs", x => x.Key);
            });

        migrationBuilder.CreateTable(
            name: "Shards",
            columns: table => new
            {
                RunKey = table.Column<string>(type: "TEXT", nullable: false),
                Phase = table.Column<byte>(type: "INTEGER", nullable: false),
                Index = table.Column<int>(type: "INTEGER", nullable: false),
                Samples = table.Column<int>(type: "INTEGER", nullable: false),
                Done = table.Column<bool>(type: "INTEGER", nullable: false),
                Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                TallyJson = table.Column<string>(type: "TEXT", nullable: true),
                StartedMs = table.Column<long>(type: "INTEGER", nullable: true),
                EndedMs = table.Column<long>(type: "INTEGER", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Shards", x => new { x.RunKey, x.Phase, x.Index });
                table.ForeignKey(
                    name: "FK_Shards_Runs_RunKey",
                    column: x => x.RunKey,
                    principalTable: "Runs",
                    principalColumn: "Key",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateIndex(
            name: "IX_Runs_StartedMs",
            table: "Runs",
            column: "StartedMs");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "Shards");

        migrationBuilder.DropTable(
            name: "Runs");
    }
}
