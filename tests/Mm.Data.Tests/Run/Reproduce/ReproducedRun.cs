using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Reproduce;

/// <summary>A run of five samples through stages that take little: one damaged, one with an e-mail address in its caption.</summary>
public sealed class ReproducedRun : IAsyncLifetime
{
    private const string Recipe = """
        name: again
        version: 1
        source: { name: samples, licence: mixed }
        measure:
          - stage: media
          - stage: text-pii
          - stage: hashes
          - stage: alignment
            with: { model: mini }
        select:
          rules:
            - { feature: alignment.cosine, min: 0.2, reason: alignment.low, on: [image] }
          split: { eval: 0.3, seed: again }
        render:
          replaceText: [text-pii.spans]
          imageFormat: jpeg
          sideMax: 512
        publish: { keptMin: 1 }
        """;

    private static readonly string[] _paths =
        ["photos/coffee.jpg", "photos/cat.jpg", "photos/meadow.jpg", "captions/email.jpg", "damaged/cut-off.jpg"];

    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _once = new(1, 1);
    private bool _made;

    public string State => _folder["state"];

    public string Input => _folder["input"];

    public string Pipeline => _folder["again.yaml"];

    /// <summary>The release; made at the first call.</summary>
    internal async Task<string> ReleaseAsync()
    {
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!_made)
            {
                await File.WriteAllTextAsync(Pipeline, Recipe, TestContext.Current.CancellationToken);
                await SubsetRun.CopyAsync(Input, _paths);
                await SubsetRun.DoneAsync(State, ["run", Pipeline, "--input", Input, "--output", _folder["release"]]);
                _made = true;
            }

            return _folder["release"];
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>A copy that a test may change.</summary>
    internal static string Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _once.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
