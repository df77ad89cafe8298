using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>Real worker processes that do the work of a run which another process started.</summary>
public sealed class WorkersTests(LightRun light, PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Bytes, "Two workers on PostgreSQL make the release of one local process, byte for byte.")]
    [Fact]
    public async Task Two_workers_make_the_release_of_one_process_show_themselves_and_end_when_told()
    {
        var once = await light.FilesAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        var first = await shared.AddWorkerAsync("--queues", "measure,render,publish");
        var second = await shared.AddWorkerAsync("--queues", "measure, render");

        var run = await shared.Start(light);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, ".release*"));
        var record = Assert.Single(await shared.Catalog.RunsAsync(2, Cancel));
        Assert.Equal(RunState.Published, record.State);
        var holders = (await shared.Catalog.ShardsAsync(record.Key, Cancel)).GroupBy(shard => shard.Holder!.Split(' ')[0]).ToArray();
        Assert.Equal(new[] { first.Name, second.Name }.Order(), holders.Select(group => group.Key).Order());
        await SeenAsync(shared, (first.Name, "measure, render, publish"), (second.Name, "measure, render"));

        await first.SignalAsync("TERM");
        var ended = await first.EndAsync();
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Errors);
        Assert.DoesNotContain(PostgresServer.Password, ended.Output + ended.Errors, StringComparison.Ordinal);
        await SeenAsync(shared, (second.Name, "measure, render"));
    }

    [Fact]
    public async Task The_key_that_signs_is_asked_of_nobody_but_who_publishes()
    {
        var once = await light.FilesAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        shared.Set([new("MMDATA_Audit__Key", "")]); // of the process that starts the run, and of the worker that opens its media
        await shared.AddWorkerAsync("--queues", "measure,render");
        var own = new Dictionary<string, string>(shared.Environment) { ["MMDATA_Audit__Key"] = TestKeys.Text };
        await using var publisher = await Worker.StartAsync(_folder["publisher"], own, "--queues", "publish", "--workers", "1");

        var run = await shared.Start(light);

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel)); // the signature with it
        Assert.Empty(Directory.EnumerateFiles(shared.State, "audit.key*")); // nobody has made himself one
    }

    [Fact]
    public async Task A_worker_that_comes_to_another_release_gives_the_shard_to_one_that_does_not()
    {
        var once = await light.FilesAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        var blind = await Worker.StartAsync(
            shared.State, new Dictionary<string, string>(shared.Environment) { ["MMDATA_Models__Folders__1"] = _folder["none"] });
        await using var _ = blind;
        var running = shared.Start(light);
        await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
        await shared.AddWorkerAsync();

        var run = await running;

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));
        await blind.SignalAsync("TERM");
        Assert.Contains("cannot take part in run", (await blind.EndAsync()).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("render,paint", "paint")]
    [InlineData("none", "queue")]
    public async Task Queues_that_do_not_exist_are_told(string queues, string told)
    {
        var state = PostgresServer.Environment(new StateOptions { Connection = "Host=127.0.0.1;Port=9;Database=d;Username=u" });
        var worker = await Mmdata.RunAsync(_folder["state"], state, Cancel, "worker", "--queues", queues);
        Assert.Equal(2, worker.ExitCode);
        Assert.Contains(told, worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_without_a_database_to_share_is_refused()
    {
        var worker = await Mmdata.RunAsync(_folder["state"], Cancel, "worker");
        Assert.Equal(2, worker.ExitCode);
        Assert.Contains("State:Database=postgresql", worker.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SeenAsync(SharedRun shared, params (string Name, string Queues)[] expected)
    {
        var list = await Mmdata.RunAsync(shared.State, shared.Environment, Cancel, "worker", "list", "--json");
        Assert.True(list.ExitCode == 0, list.Errors);
        var workers = JsonDocument.Parse(list.Output).RootElement.EnumerateArray().Select(worker =>
        {
            Assert.Equal("alive", worker.GetProperty("state").GetString());
            Assert.Equal(Environment.ProcessorCount, worker.GetProperty("cores").GetInt32());
            Assert.NotEmpty(worker.GetProperty("devices").GetString()!);
            return (worker.GetProperty("worker").GetString()!, worker.GetProperty("queues").GetString()!);
        });
        Assert.Equal(expected.Order(), workers.Order());
    }
}
