using Mm.Data.Tests.Kit;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Run.SubsetRun))]

namespace Mm.Data.Tests.Run;

/// <summary>
/// A dozen samples with one film, for tests that run the program several times; and their release as an undisturbed run with one worker
/// makes it.
/// </summary>
public sealed class SubsetRun : IAsyncLifetime
{
    private static readonly string[] _paths =
    [
        "photos/coffee.jpg", "photos/cat.jpg", "photos/meadow.jpg", "photos/dogs.jpg", "photos/motorcycle.jpg", "people/group-2.jpg",
        "people/group-6.jpg", "mismatched/group-2.jpg", "people/woman-drink.jpg", "captions/email.jpg", "damaged/cut-off.jpg",
        "video/silent.webm",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _once = new(1, 1);
    private IReadOnlyList<string>? _files;

    public string Release => _folder["release"];

    public string Input => _folder["input"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The release's files with their digests. Runs on the first call; skips the test where set-up has not been run.</summary>
    internal async Task<IReadOnlyList<string>> FilesAsync()
    {
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_files is null)
            {
                await CopyAsync(Input, _paths);
                await DoneAsync(_folder["state"], Command(Input, Release, "--workers", "1"));
                _files = await Trees.ListAsync(Release, TestContext.Current.CancellationToken);
            }

            return _files;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Copies samples with the files that hold their captions into a folder of their own.</summary>
    internal static async Task CopyAsync(string folder, params IReadOnlyList<string> paths)
    {
        await ExpectedSample.ListAsync();
        foreach (var path in paths)
        {
            var target = Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!).FullName;
            var source = Path.Combine(Checkout.Samples, path);
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(source)!, Path.GetFileNameWithoutExtension(source) + ".*"))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
    }

    /// <summary>The quickstart recipe with shards of four samples, so that there is something to run in parallel.</summary>
    internal static string[] Command(string input, string output, params string[] more) =>
        ["run", Checkout.Pipeline("quickstart.yaml"), "--input", input, "--output", output, "--set", "shards.samples=4", .. more];

    internal static async Task<Mmdata> DoneAsync(string state, string[] command)
    {
        var run = await Mmdata.RunAsync(state, TestContext.Current.CancellationToken, command);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run;
    }

    public ValueTask DisposeAsync()
    {
        _once.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
