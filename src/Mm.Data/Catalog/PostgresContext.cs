using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>The catalog of many machines.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : CatalogContext(options)
{
    protected override string NowMs => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    public static DbContextOptions<PostgresContext> At(string connection) =>
        new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection).Options;
}
