using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Render;

namespace Mm.Data.Run;

/// <summary>
/// A run in work in this process. Jobs carry the key alone and find the rest here, because source entries name files and captions and are
/// never written down (law 9). Stages are shared by all shards in work at once.
/// </summary>
public sealed class ActiveRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _selecting = new();

    /// <summary>See <see cref="RunKeys.Run"/>.</summary>
    public required string Key { get; init; }

    /// <summary>See <see cref="RunKeys.Release"/>; stands in the manifest.</summary>
    public required string ReleaseKey { get; init; }

    /// <summary>How often the run was begun, as the catalog counts; 0 until it stands there.</summary>
    public int Epoch { get; set; }

    public required RunRequest Request { get; init; }

    public required PipelineDefinition Definition { get; init; }

    public required RunPlan Plan { get; init; }

    /// <summary>The key of keyed redaction, or null where the pipeline needs none.</summary>
    public RedactionKey? RedactionKey { get; init; }

    /// <summary>What takes the place of personal data in texts.</summary>
    public required TextOperators TextOperators { get; init; }

    public required MeasureChain Measuring { get; init; }

    /// <summary>The releases that its samples are held against.</summary>
    public required KnownReleases Known { get; init; }

    public required RunWorkspace Workspace { get; init; }

    /// <summary>Opens the ledger that the release is appended to: a worker that does not publish needs no key.</summary>
    public required Func<CancellationToken, Task<LogStore>> OpenLogAsync { get; init; }

    /// <summary>The models' counts when the run began: they are the process's.</summary>
    internal EngineCounts EngineBefore { get; init; } = new([], default);

    public CanaryCounts Canaries { get; } = new();

    public required Bookkeeping Bookkeeping { get; init; }

    /// <summary>When the command came, as <see cref="TimeProvider.GetTimestamp"/> counts.</summary>
    public required long StartedTimestamp { get; init; }

    /// <summary>Seconds that listing and digesting the input took.</summary>
    public required double PlanSeconds { get; init; }

    /// <summary>Made when the run was published or refused.</summary>
    public RunReport? Report { get; set; }

    /// <summary>What Select decided. Asked for after Select alone.</summary>
    public Selection Selection
    {
        get
        {
            lock (_selecting)
                return field ??= SelectionFile.Read(Path.Combine(Workspace.Markers, SelectionFile.Name), Plan);
        }
    }

    /// <summary>What was in quarantine when the run began.</summary>
    public KnownQuarantine Quarantine
    {
        get
        {
            lock (_selecting)
                return field ??= KnownQuarantine.Read(Workspace);
        }
    }

    /// <summary>Completed when the run was published, refused or failed.</summary>
    public TaskCompletionSource<PublishResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled on the first fault, so that the other shards in work stop too.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Ends the run with a fault. Later faults of the same run change nothing.</summary>
    public async Task FailAsync(Exception fault)
    {
        Done.TrySetException(fault);
        await _stop.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Measuring.DisposeAsync();
        Workspace.Dispose();
        _stop.Dispose();
    }
}

/// <summary>What Select left for Render; the features of each part lie in a folder under the run's work folder.</summary>
public sealed record Selection(string SpillFolder, IReadOnlyList<PartPlan> Parts);

/// <summary>One part file of the release: which samples, in which order.</summary>
public sealed record PartPlan(int Index, string Split, int NumberInSplit, IReadOnlyList<string> SampleIds)
{
    /// <summary>Path in the release, with forward slashes.</summary>
    public string Path => $"{Split}/part-{NumberInSplit:D5}.parquet";
}
