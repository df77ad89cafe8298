using Azure.Storage.Blobs;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Run.Schedules;
using Mm.Data.Tests.Kit;
using Mm.Data.Tests.Run.Schedules;
using Mm.Data.Tests.Run.Workers;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The system as an operator runs it: PostgreSQL, a blob service, a service and workers, all of them processes.</summary>
public sealed class WholeSystemTests(PostgresServer server, AzuriteServer blobs) : IDisposable
{
    private const int First = 300;
    private const int Second = 60;
    private const int Side = 96;
    private readonly TemporaryFolder _folder = new();
    private readonly PlainRun _first = new(First, Side);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _first.Dispose();
        _folder.Dispose();
    }

    [Promise(PromiseAttribute.Bytes,
        "A service and two workers on PostgreSQL and a container, one of them killed, make of each batch that a schedule finds the release " +
        "of one local run over that batch, byte for byte.")]
    [Fact]
    public async Task Batches_that_a_schedule_finds_in_a_container_become_the_releases_of_single_local_runs()
    {
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        shared.Set(AzuriteServer.Environment(await blobs.OptionsAsync()));
        var container = await blobs.NewContainerAsync();
        await AzuriteServer.UploadAsync(container, _first.Input, "in");
        await File.WriteAllTextAsync(_folder["pipeline.yaml"], ScheduledService.PipelineOf("* * * * * *"), Cancel);
        await DoneAsync(
            shared, "schedule", "add", _folder["pipeline.yaml"], "--input", $"az://{container.Name}/in", "--output",
            $"az://{container.Name}/releases");
        var (dies, lives) = (await shared.AddWorkerAsync(), await shared.AddWorkerAsync());
        await using var service = await Dashboard.StartAsync(shared.State, shared.Environment, "--config", "Run:Queues=none");
        await KillAtWorkAsync(shared, dies);

        var book = shared.Catalog.Schedules;
        var first = await ScheduledService.EndedAsync(book, IsTold);
        Assert.Equal((WindowState.Published, WindowKind.Scheduled, First, null), (first.State, first.Kind, first.Samples, first.Error));
        await ScheduledService.EndedAsync(book, window => window.State is WindowState.Empty); // nothing new, and no release

        await DoneAsync(shared, "schedule", "pause", "plain"); // or a window would see half of the batch
        await IdleAsync(book);
        await UploadSecondAsync(container);
        await DoneAsync(shared, "schedule", "resume", "plain");
        var second = await ScheduledService.EndedAsync(book, window => IsTold(window) && window.StartMs > first.StartMs);
        Assert.Equal((WindowState.Published, Second + 1, null), (second.State, second.Samples, second.Error));

        Assert.True(lives.IsAlive);
        Assert.Equal(0, await service.StopAsync("TERM"));
        await SameAsync(shared, container, first, _first.Input);
        await SameAsync(shared, container, second, _folder["second"]);
        Assert.Equal(2, (await shared.Catalog.RunsAsync(10, Cancel)).Count);
    }

    [Fact]
    public async Task Of_two_services_one_dies_at_work_and_each_window_is_run_once()
    {
        using var run = new PlainRun(pictures: 4);
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        shared.Set([KeyValuePair.Create("MMDATA_Run__Workers", "1")]);
        var pipeline = ScheduledService.PipelineOf("* * * * * *").Replace("cursor: {}", "", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["pipeline.yaml"], pipeline, Cancel);
        await DoneAsync(shared, "schedule", "add", _folder["pipeline.yaml"], "--input", run.Input, "--output", _folder["releases"]);
        var book = shared.Catalog.Schedules;
        await using var dies = await Dashboard.StartAsync(shared.State, shared.Environment);
        var name = (await InWorkAsync(book, _ => true)).Holder!;
        await using var lives = await Dashboard.StartAsync(shared.State, shared.Environment);
        var left = await KillAtWorkAsync(book, dies, name);

        var taken = await ScheduledService.EndedAsync(book, window => window.StartMs == left.StartMs);
        await ScheduledService.EndedAsync(book, window => window.StartMs > left.StartMs && window.State is WindowState.Published);
        await DoneAsync(shared, "schedule", "pause", "plain");
        Assert.Equal((WindowState.Published, 2), (taken.State, taken.Attempts));
        await IdleAsync(book);

        var windows = await book.Windows.ListAsync("plain", 1000, Cancel);
        Assert.Equal(windows.Count, windows.Select(window => window.StartMs).Distinct().Count());
        var published = windows.Where(window => window.State is WindowState.Published).ToArray();
        Assert.All(published, window => Assert.Equal(window.StartMs == left.StartMs ? 2 : 1, window.Attempts));
        Assert.Equal(
            published.Select(WindowFolder.NameOf).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(_folder["releases"]).Select(Path.GetFileName)
                .Where(name => !name!.StartsWith('.')).Order(StringComparer.Ordinal));
        Assert.Equal(published.Length, (await shared.Catalog.RunsAsync(100, Cancel)).Count);
    }

    private static bool IsTold(WindowRecord window) => window.State is WindowState.Published or WindowState.Failed or WindowState.Refused;

    private static async Task DoneAsync(SharedRun shared, params string[] command)
    {
        var done = await Mmdata.RunAsync(shared.State, shared.Environment, Cancel, command);
        Assert.True(done.ExitCode == 0, done.Output + done.Errors);
    }

    /// <summary>Held still first, so that it has a shard in its hands when it dies.</summary>
    private static async Task KillAtWorkAsync(SharedRun shared, Worker worker)
    {
        while (true)
        {
            var shard = await shared.InHandsOfAsync(worker);
            await worker.SignalAsync("STOP");
            var same = (await shared.Catalog.ShardsAsync(shard.RunKey, Cancel)).Single(s => s.Phase == shard.Phase && s.Index == shard.Index);
            if (same is { Done: false } && same.Holder == shard.Holder)
                break;
            await worker.SignalAsync("CONT");
        }

        await worker.SignalAsync("KILL");
        await worker.EndAsync();
    }

    private static async Task<WindowRecord> KillAtWorkAsync(ScheduleBook book, Dashboard service, string name)
    {
        while (true)
        {
            var window = await InWorkAsync(book, window => window.Holder == name);
            await service.SignalAsync("STOP");
            var same = await book.Windows.FindAsync(window.Key, Cancel);
            if (same!.State is WindowState.Running && same.Holder == name)
            {
                await service.StopAsync("KILL");
                return window;
            }

            await service.SignalAsync("CONT");
        }
    }

    private static async Task<WindowRecord> InWorkAsync(ScheduleBook book, Func<WindowRecord, bool> wanted)
    {
        while (true)
        {
            var windows = await book.Windows.ListAsync("plain", 1000, Cancel);
            if (windows.FirstOrDefault(window => window.State is WindowState.Running && wanted(window)) is { } running)
                return running;
            await Task.Delay(10, Cancel);
        }
    }

    private static async Task IdleAsync(ScheduleBook book)
    {
        while ((await book.Windows.ListAsync("plain", 1000, Cancel)).Any(w => w.State is WindowState.Due or WindowState.Running))
            await Task.Delay(50, Cancel);
    }

    /// <summary>Sixty new samples, and a new picture for one of the first batch.</summary>
    private async Task UploadSecondAsync(BlobContainerClient container)
    {
        using var made = new PlainRun(pictures: 0);
        for (var number = First; number < First + Second; number++)
            made.Add(PlainRun.Name(number), PlainRun.Picture(number, Side));
        made.Add(PlainRun.Name(7), PlainRun.Picture(10_007, Side));
        await AzuriteServer.UploadAsync(container, made.Input, "in");
        Directory.CreateDirectory(_folder["second"]);
        foreach (var file in Directory.EnumerateFiles(made.Input))
            File.Copy(file, Path.Combine(_folder["second"], Path.GetFileName(file)));
    }

    /// <summary>Runs alone over folders, and compares file by file.</summary>
    private async Task SameAsync(SharedRun shared, BlobContainerClient container, WindowRecord window, string input)
    {
        var name = WindowFolder.NameOf(window);
        var (local, copy) = (Path.Combine(_folder["local"], name), Path.Combine(_folder["copies"], name));
        var run = await Mmdata.RunAsync(
            _folder["local-state"], Cancel, "run", _folder["pipeline.yaml"], "--input", input, "--output", local);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        await DoneAsync(shared, "copy", $"az://{container.Name}/releases/{name}", copy);
        Assert.Equal(await Trees.ListAsync(local, Cancel), await Trees.ListAsync(copy, Cancel));
    }
}
