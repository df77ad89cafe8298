using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Render;

/// <summary>
/// Has the detectors look at pictures of which it is known what they hold, each time anew: nothing is taken from a cache. Kinds without a
/// picture are not checked, which the report of the run says.
/// </summary>
public sealed class CanaryCheck(SampleRenderer renderer, IReadOnlyList<FillRule> rules, CanaryPictures pictures)
{
    /// <returns>The kinds that were checked.</returns>
    /// <exception cref="EnvironmentException">A detector missed what is there, or failed: nothing that it looked at may be
    /// published.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        var seen = new List<string>();
        foreach (var kind in rules.GroupBy(rule => rule.Kind, StringComparer.Ordinal))
        {
            if (pictures.Find(kind.Key) is not { } path)
                continue;
            await CheckAsync(kind.Key, [.. kind.Select(rule => rule.Feature)], path, cancel);
            seen.Add(kind.Key);
        }

        return seen;
    }

    private async Task CheckAsync(string kind, IReadOnlyList<string> features, string path, CancellationToken cancel)
    {
        using var canary = await renderer.LookAsync($"canary-{kind}", await ReadAsync(path, cancel), null, cancel);
        if (canary.IsLive && features.SelectMany(canary.Features.Boxes).Any(HoldsMiddle))
            return;
        var why = canary.IsLive ? "no box lies on it" : canary.Verdict.Reason;
        throw new EnvironmentException(
            $"The canary of kind '{kind}' was missed ({why}): {string.Join(", ", features)} did not find what lies in the middle of "
            + $"{path}. A detector does not work on this machine, so nothing it looked at is published. "
            + "Run `mmdata models check`, then the same command again.");
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"The canary picture {path} cannot be read: {e.Message}", e);
        }
    }

    private static bool HoldsMiddle(Box box) =>
        box.X <= 0.5f && box.X + box.Width >= 0.5f && box.Y <= 0.5f && box.Y + box.Height >= 0.5f;
}
