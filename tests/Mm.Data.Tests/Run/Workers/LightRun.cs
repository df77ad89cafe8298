using Mm.Data.Tests.Kit;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Run.Workers.LightRun))]

namespace Mm.Data.Tests.Run.Workers;

/// <summary>
/// Two dozen photographs under a recipe without detectors, whose shards take a moment each; and their release as one local process makes
/// it.
/// </summary>
public sealed class LightRun : IAsyncLifetime
{
    private const string Recipe = """
        name: light
        version: 1
        source: { name: photos, licence: mixed }
        shards: { samples: 4 }
        measure:
          - stage: media
          - stage: text-pii
          - stage: hashes
          - stage: alignment
            with: { model: mini }
        select:
          duplicates: { exact: false, perceptualBits: null, keepBest: [media.pixels] }
        render:
          replaceText: [text-pii.spans]
          sideMax: 512
        publish: { keptMin: 1, partRows: 8 }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _once = new(1, 1);
    private IReadOnlyList<string>? _files;

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
                await SubsetRun.CopyAsync(Input, Photographs());
                await File.WriteAllTextAsync(_folder["light.yaml"], Recipe, TestContext.Current.CancellationToken);
                await SubsetRun.DoneAsync(_folder["state"], Command(_folder["release"], "--workers", "1"));
                _files = await Trees.ListAsync(_folder["release"], TestContext.Current.CancellationToken);
            }

            return _files;
        }
        finally
        {
            _once.Release();
        }
    }

    internal string[] Command(string output, params string[] more) => CommandFrom(Input, output, more);

    internal string[] CommandFrom(string input, string output, params string[] more) =>
        ["run", _folder["light.yaml"], "--input", input, "--output", output, .. more];

    public ValueTask DisposeAsync()
    {
        _once.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string[] Photographs() => !Directory.Exists(Checkout.Samples) ? [] :
    [
        .. Directory.GetFiles(Path.Combine(Checkout.Samples, "photos"), "*.jpg")
            .Concat(Directory.GetFiles(Path.Combine(Checkout.Samples, "people"), "group-*.jpg"))
            .Select(file => Path.GetRelativePath(Checkout.Samples, file)).Order(StringComparer.Ordinal),
    ];
}
