using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Mm.Data.App.Hosting;
using Mm.Data.Decode;
using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Select;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench duplicates</c>: how many altered copies of pictures are told as duplicates, by kind of change, and how many of those
/// that are told are none. Through the decoder, the measuring stages' hashes and Select, as in a run.
/// </summary>
internal static class DuplicatesBench
{
    private const string Original = "original";
    private const string OriginalFlag = "bench.original";

    private static readonly DuplicateOptions Windowed =
        new() { KeepBest = [OriginalFlag], CropBits = DuplicateOptions.UsualCropBits };

    private static readonly Option<string> Input = new("--input") { Description = "Folder of pictures (.jpg, .png).", Required = true };

    private static readonly Option<int> Count = new("--count") { Description = "Pictures of it.", DefaultValueFactory = _ => 300 };

    public static Command Create() => new Command("duplicates", "Altered copies of pictures that are told as duplicates.") { Input, Count }
        .Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var count = parse.GetValue(Count);
        await ChildRun.RunAsync(
            [
                .. DecoderProgram.Command(settings.Decode), "bench-variants", "--input", Path.GetFullPath(parse.GetRequiredValue(Input)),
                "--folder", scratch.Path, "--count", $"{count}",
            ],
            cancel);
        var pictures = await MeasureAsync(settings, Directory.GetFiles(scratch.Path).Order(StringComparer.Ordinal), cancel);
        return new BenchReport("duplicates", machine, [],
        [
            .. Figures("hashes of 64 bits", pictures, new DuplicateOptions { KeepBest = [OriginalFlag] }),
            .. Figures("with windows", pictures, Windowed),
        ]);
    }

    private static async Task<IReadOnlyList<Altered>> MeasureAsync(
        AppSettings settings, IEnumerable<string> files, CancellationToken cancel)
    {
        await using var pool = new DecoderPool(settings.Decode, TimeProvider.System);
        await using var stage = new HashesStage(new HashesStage.Options { Crops = true });
        var pictures = new List<Altered>();
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, cancel);
            var decoded = await pool.ViewsAsync(bytes, new ViewsRequest { Specs = stage.Views }, cancel);
            if (decoded.Value is not { } views)
                throw new EnvironmentException($"A picture of the benchmark cannot be decoded: {decoded.Reason}.");
            var features = new FeatureRow();
            HashesStage.Measure(views.Views, features, crops: true);
            views.Lease?.Dispose();
            var (number, kind) = (Path.GetFileName(file)[..6], Path.GetFileNameWithoutExtension(file)[7..]);
            features.Set(KnownFeatures.Modality, "image");
            features.Set(OriginalFlag, kind == Original);
            var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
            pictures.Add(new Altered(
                number, kind, new MeasuredSample($"{number}-{kind}", digest, new Verdict(Outcome.Kept, "measure", "measured"), features)));
        }

        return pictures;
    }

    private static IEnumerable<BenchFigure> Figures(string how, IReadOnlyList<Altered> pictures, DuplicateOptions options)
    {
        var originals = pictures.Where(picture => picture.Kind == Original).Select(picture => picture.Sample).ToArray();
        var (right, told, wanted, found) = (0, 0, 0, 0);
        foreach (var kind in pictures.Where(picture => picture.Kind != Original).GroupBy(picture => picture.Kind))
        {
            var samples = originals.Concat(kind.Select(picture => picture.Sample));
            var drops = Selector.Decide(samples, new SelectOptions { Duplicates = options }, SoundPolicy.Keep)
                .Where(decision => decision.DuplicateOf is not null).ToArray();
            var caught = drops.Count(decision => decision.DuplicateOf == $"{decision.Id[..6]}-{Original}");
            (right, told) = (right + caught, told + drops.Length);
            if (kind.Key.StartsWith("rescale", StringComparison.Ordinal) || kind.Key.StartsWith("jpeg", StringComparison.Ordinal)
                || kind.Key.StartsWith("crop", StringComparison.Ordinal))
                (wanted, found) = (wanted + kind.Count(), found + caught);
            yield return new($"{how}: {kind.Key}, recall", (double)caught / kind.Count(), $"of {kind.Count()}");
        }

        yield return new($"{how}: rescaled, compressed and cropped, recall", (double)found / Math.Max(1, wanted), $"of {wanted}");
        yield return new($"{how}: precision", (double)right / Math.Max(1, told), $"of {told.ToString(CultureInfo.InvariantCulture)} told");
    }

    private sealed record Altered(string Number, string Kind, MeasuredSample Sample);
}
