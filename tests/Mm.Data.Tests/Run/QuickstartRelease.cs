using System.Text.Json;
using System.Text.Json.Serialization;
using Mm.Data.Tests.Kit;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Run.QuickstartRelease))]

namespace Mm.Data.Tests.Run;

/// <summary>The quickstart recipe run once on the sample set, for all tests that look at what comes out.</summary>
public sealed class QuickstartRelease : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SemaphoreSlim _once = new(1, 1);
    private Mmdata? _run;

    public string State => _folder["state"];

    public string Release => _folder["release"];

    internal IReadOnlyList<ExpectedSample> Expected { get; private set; } = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs the recipe on the first call; skips the test where set-up has not been run.</summary>
    internal async Task<Mmdata> GetAsync()
    {
        Assert.SkipUnless(File.Exists(Checkout.Expected), "the sample set is not there: run ops/setup");
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_run is null)
            {
                await using var stream = File.OpenRead(Checkout.Expected);
                Expected = (await JsonSerializer.DeserializeAsync<List<ExpectedSample>>(stream, JsonSerializerOptions.Web))!;
                _run = await Mmdata.RunAsync(
                    State, TestContext.Current.CancellationToken,
                    "run", Checkout.Pipeline("quickstart.yaml"), "--input", Checkout.Samples, "--output", Release, "--workers", "1");
            }

            Assert.True(_run.ExitCode == 0, _run.Output + _run.Errors);
            return _run;
        }
        finally
        {
            _once.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _once.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the sample set's own list says of one of its files.</summary>
internal sealed record ExpectedSample
{
    public required string Path { get; init; }

    public required string Kind { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required string Outcome { get; init; }

    public string? Sha256 { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public string? Pair { get; init; }

    public string? Side { get; init; }

    public IReadOnlyList<string> Canaries { get; init; } = [];

    [JsonPropertyName("caption_pii")]
    public IReadOnlyList<ExpectedPii> CaptionPii { get; init; } = [];
}

internal sealed record ExpectedPii(string Type, string Text);
