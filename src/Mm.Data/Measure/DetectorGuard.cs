using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Turns every way in which a detector can fail into the one that quarantines: an exception of any kind, boxes that are no boxes, no
/// answer in time. An answer that comes too late is not waited for.
/// </summary>
/// <param name="detector">Belongs to <see cref="IModels"/>.</param>
/// <param name="clock">Tells when an answer is late.</param>
internal sealed class DetectorGuard(IBoxDetector detector, TimeProvider clock) : IBoxDetector
{
    /// <summary>How far a box may reach over the picture by rounding, in fractions of its side.</summary>
    private const float Slack = 1e-3f;

    public ModelUse Model => detector.Model;

    public ViewSpec View => detector.View;

    public float DefaultThreshold => detector.DefaultThreshold;

    public TimeSpan AnswerLimit => detector.AnswerLimit;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Box>> DetectAsync(View view, float threshold, CancellationToken cancel)
    {
        var boxes = await WithinAsync(
            $"Model '{Model.Name}'", AnswerLimit, clock, async stop => await detector.DetectAsync(view, threshold, stop), cancel);
        return boxes is not null && boxes.All(IsBox)
            ? boxes
            : throw new DetectorException($"Model '{Model.Name}' gave boxes that are none.");
    }

    /// <summary>Runs what asks detectors or readers, with the same care.</summary>
    /// <exception cref="DetectorException">It failed in any way, or gave no answer in time.</exception>
    internal static async Task<T> WithinAsync<T>(
        string who, TimeSpan limit, TimeProvider clock, Func<CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var time = new LivedTime(limit, clock, () => over.TrySetResult());
        try
        {
            // On the pool, so that what blocks its caller is late like any other.
            var answer = Task.Run(() => ask(late.Token), cancel);
            if (await Task.WhenAny(answer, over.Task).WaitAsync(cancel) == answer)
                return await answer;
            await late.CancelAsync();
            throw new DetectorException($"{who} gave no answer in {limit.TotalSeconds:0} s.");
        }
        catch (Exception e) when (e is not (DetectorException or EnvironmentException or ConfigurationException or OutOfMemoryException)
            && !cancel.IsCancellationRequested)
        {
            throw new DetectorException($"{who} failed with {e.GetType().Name}.");
        }
    }

    private static bool IsBox(Box box) =>
        box is { Width: > 0, Height: > 0, Score: >= 0 and <= 1 }
        && box.X >= -Slack && box.Y >= -Slack && box.X + box.Width <= 1 + Slack && box.Y + box.Height <= 1 + Slack;
}
