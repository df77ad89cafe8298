using Microsoft.EntityFrameworkCore.Design;
using Mm.Data.Catalog;

Console.WriteLine("This program only lends its build to dotnet-ef. See ops/migrations/add.");

/// <summary>A model of the SQLite catalog; no database is opened.</summary>
internal sealed class SqliteFactory : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) => new(SqliteContext.At("unused.db"));
}

/// <summary>A model of the PostgreSQL catalog; no server is asked.</summary>
internal sealed class PostgresFactory : IDesignTimeDbContextFactory<PostgresContext>
{
    public PostgresContext CreateDbContext(string[] args) => new(PostgresContext.At("Host=unused"));
}
