using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mm.Data.Catalog.Migrations.Postgres;

/// <inheritdoc />
public sealed partial class Leases : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "Holder",
            table: "Shards",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "LeaseUntilMs",
            table: "Shards",
            type: "bigint",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "QueuedMs",
            table: "Shards",
            type: "bigint",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "Token",
            table: "Shards",
            type: "bigint",
            nullable: false,
            defaultValue: 0L);

        migrationBuilder.AddColumn<int>(
            name: "Epoch",
            table: "Runs",
            type: "integer",
            nullable: false,
            defaultValue: 0);

        migrationBuilder.AddColumn<string>(
            name: "ReleaseKey",
            table: "Runs",
            type: "text",
            nullable: false,
            defaultValue: "");

        migrationBuilder.CreateTable(
            name: "Workers",
            columns: table => new
            {
                Name = table.Column<string>(type: "text", nullable: false),
                Machine = table.Column<string>(type: "text", nullable: false),
                Cores = table.Column<int>(type: "integer", nullable: false),
                Devices = table.Column<string>(type: "text", nullable: false),
                Queues = table.Column<string>(type: "text", nullable: false),
                StartedMs = table.Column<long>(type: "bigint", nullable: false),
                SeenMs = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Workers", x => x.Name);
            });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "Workers");

        migrationBuilder.DropColumn(
            name: "Holder",
            table: "Shards");

        migrationBuilder.DropColumn(
            name: "LeaseUntilMs",
            table: "Shards");

        migrationBuilder.DropColumn(
            name: "QueuedMs",
            table: "Shards");

        migrationBuilder.DropColumn(
            name: "Token",
            table: "Shards");

        migrationBuilder.DropColumn(
            name: "Epoch",
            table: "Runs");

        migrationBuilder.DropColumn(
            name: "ReleaseKey",
            table: "Runs");
    }
}
