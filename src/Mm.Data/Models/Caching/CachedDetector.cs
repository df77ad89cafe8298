using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Caching;

/// <summary>A detector that does not look twice at a view whose content is known. Takes over <paramref name="detector"/>.</summary>
internal sealed class CachedDetector(IBoxDetector detector, ResultCache cache) : IBoxDetector, IDisposable
{
    public ModelUse Model => detector.Model;

    public ViewSpec View => detector.View;

    public float DefaultThreshold => detector.DefaultThreshold;

    public TimeSpan AnswerLimit => detector.AnswerLimit;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) => view.Content is null
        ? detector.DetectAsync(view, threshold, cancel)
        : cache.BoxesAsync(Model, view, threshold, () => detector.DetectAsync(view, threshold, cancel), cancel);

    public void Dispose() => (detector as IDisposable)?.Dispose();
}

/// <summary>The same for lines of text. Takes over <paramref name="detector"/>.</summary>
internal sealed class CachedLineDetector(ILineDetector detector, ResultCache cache) : ILineDetector, IDisposable
{
    private readonly CachedDetector _boxes = new(detector, cache);

    public ModelUse Model => detector.Model;

    public ViewSpec View => detector.View;

    public float DefaultThreshold => detector.DefaultThreshold;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel) =>
        _boxes.DetectAsync(view, threshold, cancel);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Quad>> FindLinesAsync(View view, float threshold, CancellationToken cancel) => view.Content is null
        ? detector.FindLinesAsync(view, threshold, cancel)
        : cache.LinesAsync(Model, view, threshold, () => detector.FindLinesAsync(view, threshold, cancel), cancel);

    public void Dispose() => _boxes.Dispose();
}
