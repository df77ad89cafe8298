using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure;

/// <summary>Every way to fail becomes the one that quarantines.</summary>
public sealed class DetectorGuardTests
{
    private static readonly View Seen = new(new ViewSpec(4, 4), 0, 4, 4, new byte[48]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<float, float, float, float, float> NoBoxes => new()
    {
        { float.NaN, 0, 1, 1, 0.9f }, { 0, 0, float.PositiveInfinity, 1, 0.9f }, { 0, 0, 1, 1, float.NaN }, { 0, 0, 0, 1, 0.9f },
        { 0, 0, -0.5f, 1, 0.9f }, { 0.5f, 0, 0.9f, 1, 0.9f }, { -0.5f, 0, 0.9f, 1, 0.9f }, { 0, 0, 1, 1, 1.5f }, { 320, 200, 64, 64, 0.9f },
    };

    [Theory]
    [MemberData(nameof(NoBoxes))]
    public async Task Boxes_that_are_none_are_a_failure(float x, float y, float width, float height, float score) =>
        await FailsAsync((_, _) => new([new Box(x, y, width, height, score)]));

    [Fact]
    public async Task Any_exception_is_a_failure_and_tells_no_more_than_its_kind()
    {
        var fault = await FailsAsync((_, _) => throw new InvalidOperationException("Ms Roe, 12 Quillfeather Lane"));
        Assert.Contains(nameof(InvalidOperationException), fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Roe", fault.Message, StringComparison.Ordinal);
        await FailsAsync((_, _) => throw new OperationCanceledException()); // its own doing, not the run's
        await FailsAsync((_, _) => new((IReadOnlyList<Box>)null!));
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_a_failure_after_the_limit()
    {
        var clock = new ManualClock();
        var asked = new TaskCompletionSource<CancellationToken>();
        var answer = new DetectorGuard(new ScriptedDetector((_, stop) => HangAsync(asked, stop)), clock).DetectAsync(Seen, 0.5f, Cancel).AsTask();
        var stopped = await asked.Task.WaitAsync(Cancel);
        while (!answer.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(3));
            await Task.Yield();
        }

        await Assert.ThrowsAsync<DetectorException>(() => answer);
        Assert.True(stopped.IsCancellationRequested, "the detector was not told to stop");
    }

    [Fact]
    public async Task A_run_that_is_stopped_is_no_failure_of_the_detector()
    {
        using var stop = new CancellationTokenSource();
        var answer = Guarded(async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return [];
        }).DetectAsync(Seen, 0.5f, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer);
    }

    [Fact]
    public async Task What_is_right_passes()
    {
        Box[] boxes = [new(0, 0, 1, 1, 1), new(0.25f, 0.25f, 0.1f, 0.1f, 0.5f)];
        Assert.Equal(boxes, await Guarded((_, _) => new(boxes)).DetectAsync(Seen, 0.5f, Cancel));
    }

    private static DetectorGuard Guarded(Func<View, CancellationToken, ValueTask<IReadOnlyList<Box>>> detect) =>
        new(new ScriptedDetector(detect), TimeProvider.System);

    private static async Task<DetectorException> FailsAsync(Func<View, CancellationToken, ValueTask<IReadOnlyList<Box>>> detect) =>
        await Assert.ThrowsAsync<DetectorException>(async () => await Guarded(detect).DetectAsync(Seen, 0.5f, Cancel));

    private static async ValueTask<IReadOnlyList<Box>> HangAsync(TaskCompletionSource<CancellationToken> asked, CancellationToken stop)
    {
        asked.SetResult(stop);
        await Task.Delay(Timeout.Infinite, CancellationToken.None); // deaf
        return [];
    }
}
