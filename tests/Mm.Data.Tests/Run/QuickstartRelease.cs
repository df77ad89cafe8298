using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
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
        Expected = await ExpectedSample.ListAsync();
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_run is null)
            {
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

    /// <summary>Every row of the release with its split.</summary>
    internal async Task<IReadOnlyList<ReleaseRow>> RowsAsync()
    {
        await GetAsync();
        var release = await ReleaseReader.OpenAsync(Release, TestContext.Current.CancellationToken);
        return await release.RowsAsync(split: null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>What was measured of every sample, by the digest of its source. Exact duplicates share one entry.</summary>
    internal async Task<Dictionary<string, MeasuredSample>> MeasuredAsync()
    {
        await GetAsync();
        var release = await ReleaseReader.OpenAsync(Release, TestContext.Current.CancellationToken);
        var rows = new Dictionary<string, MeasuredSample>();
        await foreach (var table in release.FeaturesAsync(TestContext.Current.CancellationToken))
        {
            foreach (var row in table.Rows)
                rows[row.AssetSha256] = row;
        }

        return rows;
    }

    /// <summary>The whole audit trail in ledger order.</summary>
    internal async Task<IReadOnlyList<AuditEvent>> EventsAsync()
    {
        await GetAsync();
        var manifest = (await ReleaseReader.OpenAsync(Release, TestContext.Current.CancellationToken)).Manifest;
        var events = new List<AuditEvent>();
        foreach (var file in manifest.Audit)
        {
            await foreach (var line in AuditFile.ReadAsync(Path.Combine(Release, file.Path), TestContext.Current.CancellationToken))
                events.Add(line.Event);
        }

        return events;
    }

    public ValueTask DisposeAsync()
    {
        _once.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
