using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mm.Data.Catalog.Migrations.Sqlite;

/// <inheritdoc />
public sealed partial class Quarantine : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Quarantine",
            columns: table => new
            {
                Pipeline = table.Column<string>(type: "TEXT", nullable: false),
                SampleId = table.Column<string>(type: "TEXT", nullable: false),
                Phase = table.Column<byte>(type: "INTEGER", nullable: false),
                Stage = table.Column<string>(type: "TEXT", nullable: false),
                Reason = table.Column<string>(type: "TEXT", nullable: false),
                AssetSha256 = table.Column<string>(type: "TEXT", nullable: false),
                RunKey = table.Column<string>(type: "TEXT", nullable: false),
                Retries = table.Column<int>(type: "INTEGER", nullable: false),
                IsPutBack = table.Column<bool>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Quarantine", x => new { x.Pipeline, x.SampleId });
            });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "Quarantine");
    }
}
