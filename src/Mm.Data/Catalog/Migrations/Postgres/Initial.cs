using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mm.Data.Catalog.Migrations.Postgres;

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
                Key = table.Column<string>(type: "text", nullable: false),
                Pipeline = table.Column<string>(type: "text", nullable: false),
                RequestJson = table.Column<string>(type: "text", nullable: false),
                Output = table.Column<string>(type: "text", nullable: false),
                State = table.Column<byte>(type: "smallint", nullable: false),
                Phase = table.Column<byte>(type: "smallint", nullable: false),
                Samples = table.Column<long>(type: "bigint", nullable: false),
                IgnoredJson = table.Column<string>(type: "text", nullable: false),
                StartedMs = table.Column<long>(type: "bigint", nullable: false),
                EndedMs = table.Column<long>(type: "bigint", nullable: true),
                Error = table.Column<string>(type: "text", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Runs", x => x.Key);
            });

        migrationBuilder.CreateTable(
            name: "Shards",
            columns: table => new
            {
                RunKey = table.Column<string>(type: "text", nullable: false),
                Phase = table.Column<byte>(type: "smallint", nullable: false),
                Index = table.Column<int>(type: "integer", nullable: false),
                Samples = table.Column<int>(type: "integer", nullable: false),
                Done = table.Column<bool>(type: "boolean", nullable: false),
                Attempts = table.Column<int>(type: "integer", nullable: false),
                TallyJson = table.Column<string>(type: "text", nullable: true),
                StartedMs = table.Column<long>(type: "bigint", nullable: true),
                EndedMs = table.Column<long>(type: "bigint", nullable: true)
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
