using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>The catalog of one machine: a file in the state folder.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : CatalogContext(options)
{
    protected override string NowMs => "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    public static DbContextOptions<SqliteContext> At(string path) =>
        new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={path};Default Timeout=60").Options;
}
