using Mm.Data.Catalog;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>Both databases of the catalog, for tests that hold on each.</summary>
internal static class CatalogPlaces
{
    public static TheoryData<StateDatabase> Both => [StateDatabase.Sqlite, StateDatabase.Postgresql];

    public static async Task<StateOptions> NewAsync(this PostgresServer server, StateDatabase database, string folder) =>
        database is StateDatabase.Postgresql ? await server.NewAsync(folder) : new StateOptions { Folder = folder };
}
