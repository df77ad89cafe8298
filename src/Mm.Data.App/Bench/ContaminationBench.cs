using System.Collections.Concurrent;
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
/// <c>mmdata bench contamination</c>: plants pictures and captions of an evaluation set among others, and counts what is dropped of them
/// and what else is. Through the decoder, the stages' hashes and Select, as in a run.
/// </summary>
internal static class ContaminationBench
{
    private const string Set = "evaluation";
    private const string Other = "other";
    private const string Quoting = "a text that quotes the caption";

    // An exact and a compressed copy of the picture, two of the caption, and a text that quotes it.
    private const int CopiesOfEach = 5;
    private const int GramWords = 10;

    private static readonly int[] Qualities = [30, 50, 75, 95];

    private static readonly Option<string> Input = new("--input")
    {
        Description = "Folder of pictures (.jpg, .png): the first are the evaluation set. Made-up ones fill up; none: all are made up.",
    };

    private static readonly Option<string> Captions = new("--captions")
    {
        Description = "File of captions, one a line, of the pictures by name; where it ends, and without it, they are made up.",
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Samples, from six times --planted.",
        DefaultValueFactory = _ => 20_000,
    };

    private static readonly Option<int> Planted = new("--planted")
    {
        Description = "Pictures of the evaluation set, from 1; five samples are made of each.",
        DefaultValueFactory = _ => 500,
    };

    public static Command Create() => new Command("contamination", "Planted evaluation pictures and captions that are caught.")
    {
        Input, Captions, Count, Planted,
    }
        .Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        var (count, planted) = (parse.GetValue(Count), parse.GetValue(Planted));
        if (planted < 1 || count < (CopiesOfEach + 1) * planted)
            throw new ConfigurationException($"--count {count} --planted {planted}: give a count of at least six times the planted.");
        using var scratch = new ScratchFolder();
        var files = await PicturesAsync(parse.GetValue(Input), settings, scratch.Path, count - ((CopiesOfEach - 1) * planted), cancel);
        var altered = Path.Combine(scratch.Path, "altered");
        await ChildRun.RunAsync(
            [
                .. DecoderProgram.Command(settings.Decode), "bench-variants", "--input", Linked(scratch.Path, files[..planted]),
                "--folder", altered, "--count", $"{planted}",
            ],
            cancel);
        var captions = parse.GetValue(Captions) is { } file ? await File.ReadAllLinesAsync(file, cancel) : [];
        var things = Things(files, altered, planted, number => number < captions.Length && number < files.Count
            ? captions[number]
            : string.Join(' ', MadeCaptions.Of(number)));
        return new BenchReport("contamination", machine, [], Figures(await MeasureAsync(settings, things, cancel), planted));
    }

    /// <summary>So many pictures: those of the input by name, then made-up ones.</summary>
    private static async Task<List<string>> PicturesAsync(
        string? input, AppSettings settings, string scratch, int count, CancellationToken cancel)
    {
        var files = new List<string>();
        if (input is not null)
        {
            files.AddRange(Directory.EnumerateFiles(input, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png")
                .Order(StringComparer.Ordinal).Take(count));
        }

        if (files.Count == count)
            return files;
        var made = await BenchPictures.MakeAsync(settings, new PictureOrder(scratch, count - files.Count, 160, 128), cancel);
        return [.. files, .. Directory.EnumerateFiles(made, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    // A folder of the evaluation set alone, under names that keep its order.
    private static string Linked(string scratch, List<string> files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch, Set)).FullName;
        foreach (var (number, file) in files.Index())
            File.CreateSymbolicLink(
                Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{number:D6}{Path.GetExtension(file)}")),
                Path.GetFullPath(file));
        return folder;
    }

    // The evaluation set; of each of its samples the copies; and the others.
    private static List<Thing> Things(List<string> files, string altered, int planted, Func<int, string> captionOf)
    {
        var things = new List<Thing>();
        for (var i = 0; i < files.Count; i++)
            things.Add(new Thing(i < planted ? Set : Other, i, files[i], captionOf(i)));
        for (var i = 0; i < planted; i++)
        {
            var quality = Qualities[i % Qualities.Length];
            var (recompressed, caption) = ($"{i:D6}-jpeg-{quality}.jpg", captionOf(i));
            var other = files.Count + (CopiesOfEach * i); // captions of nobody
            things.Add(new Thing("the same picture", i, files[i], captionOf(other)));
            things.Add(new Thing("recompressed picture", i, Path.Combine(altered, recompressed), captionOf(other + 1)));
            things.Add(new Thing("the same caption", i, null, caption));
            things.Add(new Thing("the caption in capitals without a stop", i, null, caption.ToUpperInvariant().TrimEnd('.', ' ')));
            if (CaptionSignature.Words(caption).Count >= GramWords)
                things.Add(new Thing(Quoting, i, null, $"{captionOf(other + 2)} {caption} {captionOf(other + 3)}"));
        }

        return things;
    }

    private static async Task<IReadOnlyCollection<(Thing Thing, MeasuredSample Sample)>> MeasureAsync(
        AppSettings settings, List<Thing> things, CancellationToken cancel)
    {
        await using var pool = new DecoderPool(settings.Decode, TimeProvider.System);
        await using var stage = new HashesStage(new HashesStage.Options());
        var signature = new CaptionSignature(new byte[SecretKey.BytesMin]); // any key: only equal ones are compared
        var grams = new CaptionGrams(new byte[SecretKey.BytesMin], GramWords);
        var measured = new ConcurrentBag<(Thing, MeasuredSample)>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = pool.Width, CancellationToken = cancel };
        await Parallel.ForEachAsync(things, parallel, async (thing, stop) =>
        {
            var features = new FeatureRow();
            var digest = $"{thing.Kind} {thing.Number}";
            features.Set(KnownFeatures.Modality, "image");
            if (thing.Picture is { } file)
            {
                var bytes = await File.ReadAllBytesAsync(file, stop);
                digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
                var decoded = await pool.ViewsAsync(bytes, new ViewsRequest { Specs = stage.Views }, stop);
                if (decoded.Value is not { } views)
                    throw new EnvironmentException($"A picture of the benchmark cannot be decoded: {decoded.Reason}.");
                HashesStage.Measure(views.Views, features, crops: false);
                views.Lease?.Dispose();
            }

            CaptionHashesStage.Measure(thing.Caption, signature, grams, "bench", features);
            measured.Add((thing, new MeasuredSample(
                $"{thing.Kind} {thing.Number:D6}", digest, new Verdict(Outcome.Kept, "measure", "measured"), features)));
        });
        return measured;
    }

    private static IReadOnlyList<BenchFigure> Figures(IReadOnlyCollection<(Thing Thing, MeasuredSample Sample)> measured, int planted)
    {
        var options = new SelectOptions
        {
            Decontaminate = [new KnownSet { Name = Set }],
            Duplicates = new DuplicateOptions { Exact = false },
        };
        var known = new KnownTable(options);
        foreach (var (_, sample) in measured.Where(one => one.Thing.Kind == Set).OrderBy(one => one.Thing.Number))
            known.Add(new KnownSample(new KnownMatch(Set, "bench", sample.Id), KnownTable.Contaminated, sample));
        var samples = measured.Where(one => one.Thing.Kind != Set).ToDictionary(one => one.Sample.Id, StringComparer.Ordinal);
        var caught = Selector.Decide(samples.Values.Select(one => one.Sample), options, SoundPolicy.Keep, known)
            .Where(decision => decision.Known is not null).ToLookup(decision => samples[decision.Id].Thing.Kind);
        var kinds = samples.Values.Select(one => one.Thing.Kind).Where(kind => kind != Other).Distinct().Order(StringComparer.Ordinal);
        var others = samples.Values.Count(one => one.Thing.Kind == Other);
        return
        [
            new("samples", samples.Count, ""),
            new("samples of the evaluation set", planted, ""),
            .. kinds.Select(kind => (Kind: kind, All: samples.Values.Count(one => one.Thing.Kind == kind)))
                .Select(made => new BenchFigure($"caught, {made.Kind}", (double)caught[made.Kind].Count() / made.All, $"of {made.All}")),
            .. new[] { KnownMatch.ByHash, KnownMatch.ByCaption, KnownMatch.ByQuote, KnownMatch.ByBytes }.Select(by => new BenchFigure(
                $"others dropped by {by}", caught[Other].Count(one => one.Known!.By == by), $"of {others}")),
        ];
    }

    /// <summary>A sample to be: without a picture, its caption is under one of nobody.</summary>
    private sealed record Thing(string Kind, int Number, string? Picture, string Caption);
}
