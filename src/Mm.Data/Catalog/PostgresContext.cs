using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>The catalog of many machines.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : CatalogContext(options)
{
    protected override string NowMs => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(3);

    /// <summary>Of a server that stops or crashes: the driver takes them for final.</summary>
    private static readonly string[] Stopping = ["57P01", "57P02", "57P03"];

    /// <param name="connection">The connection string.</param>
    /// <param name="patience">How long a statement is tried again while the server, or the way to it, is away.</param>
    public static DbContextOptions<PostgresContext> At(string connection, TimeSpan patience = default) =>
        new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection, server =>
        {
            // The pauses grow from nothing to the longest within three tries.
            if (patience > TimeSpan.Zero)
                server.EnableRetryOnFailure(3 + (int)(patience / PauseMax), PauseMax, Stopping);
        }).Options;
}
