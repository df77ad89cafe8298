using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Cache;

/// <summary>
/// A stage that looks at what Render searched or wrote, and does not look twice at the same: what it left on views of known content is
/// kept like what it measured. Views without a content, as of canaries, are always looked at.
/// </summary>
/// <param name="cache">Where it is kept.</param>
/// <param name="stage">Belongs to the run.</param>
/// <param name="index">Of the stage in the cache's chain.</param>
internal sealed class RememberedStage(MeasureCache cache, IStage stage, int index) : IStage
{
    public StageNeeds Needs => stage.Needs;

    public IReadOnlyList<FeatureColumn> Columns => stage.Columns;

    public IReadOnlyList<ViewSpec> Views => stage.Views;

    public bool Hears => stage.Hears;

    public IReadOnlyList<ModelUse> Models => stage.Models;

    public StageReads Reads => stage.Reads;

    public string AlsoDecidedBy => stage.AlsoDecidedBy;

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
            await RunAsync(sample, cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask RunAsync(Sample sample, CancellationToken cancel)
    {
        if (What(sample) is not { } what)
        {
            await stage.RunAsync([sample], cancel);
            return;
        }

        if (cache.FindLook(index, what) is { } known)
        {
            known.Apply(sample, cache.Names[index]);
            return;
        }

        var before = sample.Features.Names.ToHashSet(StringComparer.Ordinal);
        await stage.RunAsync([sample], cancel);
        if (sample.IsLive)
            cache.AddLook(index, what, sample.Features, name => !before.Contains(name));
    }

    /// <summary>Names all that the stage may see of the sample; null where nobody vouches for it.</summary>
    private static string? What(Sample sample) => sample.Views.Count == 0 || sample.Views.Any(view => view.Content is null)
        ? null
        : string.Join('\0', sample.Views.Select(view => string.Create(
            CultureInfo.InvariantCulture,
            $"{view.Content} {view.Spec} {BitConverter.SingleToInt32Bits(view.TimeSeconds)} {view.ContentWidth}x{view.ContentHeight}")));
}
