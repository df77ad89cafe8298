using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Decode;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>
/// <c>mmdata bench decode</c>: the pool of decoder children against libjpeg-turbo decoding the same files and doing nothing else, on the
/// same core in turns. Two tables: views from a full decode, and from a scaled one of large pictures.
/// </summary>
internal static class DecodeBench
{
    private const string DecodeOnly = "decoding alone";
    private const string InProcess = "decoding and a 224 px view, in one process";
    private const string OneCore = "pool on one core";
    private const string TwoCores = "pool on two cores";

    private static readonly Option<string> Input = new("--input")
    {
        Description = "Folder of your own JPEG files (*.jpg), for both tables. Generated ones otherwise.",
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "Seconds of each contender a round; CPU time is counted in hundredths of one.",
        DefaultValueFactory = _ => 2,
    };

    public static Command Create() =>
        new Command("decode", "The decoder pool against decoding alone.") { Input, Seconds }.Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        using var scratch = new ScratchFolder();
        var own = parse.GetValue(Input);
        var small = Files(own ?? await BenchPictures.MakeAsync(settings, new PictureOrder(scratch.Path, 16, 1024, 768), cancel));
        var large = Files(own ?? await BenchPictures.MakeAsync(settings, new PictureOrder(scratch.Path, 4, 4000, 3000), cancel));
        await using var rivals = new DecodeRivals(settings.Decode, TimeSpan.FromSeconds(parse.GetValue(Seconds)));
        var rounds = parse.GetValue(BenchOptions.Rounds);
        var full = await Rounds.RunAsync(
            $"{(own is null ? "1024 x 768" : "own pictures")}, full decode", "images", rounds, Contenders(rivals, small, false), cancel);
        var fullOwn = rivals.TakeOwnCpuMs();
        var scaled = await Rounds.RunAsync(
            $"{(own is null ? "4000 x 3000" : "own pictures")}, scaled decode", "images", rounds, Contenders(rivals, large, true), cancel);
        IEnumerable<BenchFigure> figures =
            [.. Figures(full, "full decode", fullOwn), .. Figures(scaled, "scaled decode", rivals.TakeOwnCpuMs())];
        return new BenchReport("decode", machine, [full, scaled], [.. figures]);
    }

    private static List<Contender> Contenders(DecodeRivals rivals, IReadOnlyList<string> files, bool isScaled)
    {
        List<Contender> contenders =
        [
            new(DecodeOnly, stop => rivals.ReferenceAsync(isScaled ? "scaled-decode" : "decode", files, stop)),
            new(InProcess, stop => rivals.ReferenceAsync(isScaled ? "scaled-decode-resample" : "decode-resample", files, stop)),
            new(OneCore, stop => rivals.OneCoreAsync(files, isScaled, stop)),
        ];
        if (rivals.HasTwoCores)
            contenders.Add(new(TwoCores, stop => rivals.TwoCoresAsync(files, isScaled, stop)));
        return contenders;
    }

    private static IEnumerable<BenchFigure> Figures(BenchTable table, string what, double ownCpuMs)
    {
        var (alone, inside, pool) = (table.Of(DecodeOnly), table.Of(InProcess), table.Of(OneCore));
        yield return new($"{what}: pool on one core, of decoding alone, by rate", pool.Ratio, "");
        yield return new($"{what}: pool on one core, of decoding alone, by CPU of all processes", pool.CpuRatio!.Value, "");
        yield return new(
            $"{what}: what the pool adds to the same work in one process, of decoding alone",
            (1 / pool.CpuRatio.Value) - (1 / inside.CpuRatio!.Value),
            "of its CPU");
        yield return new($"{what}: of that, the parent's CPU", ownCpuMs / alone.CpuMs!.Value, "of decoding alone");
        if (table.Rows.Any(row => row.Name == TwoCores))
            yield return new($"{what}: two cores, of one, by rate", table.Of(TwoCores).Ratio / pool.Ratio, "");
        yield return new($"{what}: decoding alone", alone.CpuMs.Value, "CPU ms an image");
    }

    private static string[] Files(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new ConfigurationException($"--input: no *.jpg in {folder}.");
    }
}
