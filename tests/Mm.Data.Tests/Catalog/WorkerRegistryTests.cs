using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

/// <summary>Who takes jobs, on both databases.</summary>
public sealed class WorkerRegistryTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_worker_stands_there_once_however_often_it_speaks_until_it_ends_or_is_silent(StateDatabase database)
    {
        var state = await server.NewAsync(database, _folder["state"]);
        var workers = (await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel)).Workers;
        await workers.TellAsync(Of("w-1", "measure"), Cancel);
        await workers.TellAsync(Of("w-1", "render"), Cancel);
        await workers.TellAsync(Of("w-2", "measure"), Cancel);

        var seen = await workers.ListAsync(Cancel);
        Assert.Equal([("w-1", "render"), ("w-2", "measure")], seen.Select(one => (one.Worker.Name, one.Worker.Queues)));
        Assert.All(seen, one => Assert.InRange(one.Silence, TimeSpan.Zero, TimeSpan.FromSeconds(30)));

        await workers.RemoveAsync("w-1", Cancel);
        await workers.ForgetAsync(TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal("w-2", Assert.Single(await workers.ListAsync(Cancel)).Worker.Name);
        await workers.ForgetAsync(TimeSpan.FromSeconds(-1), Cancel);
        Assert.Empty(await workers.ListAsync(Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private static WorkerRecord Of(string name, string queues) =>
        new() { Name = name, Machine = "m", Cores = 2, Devices = "cpu", Queues = queues };
}
