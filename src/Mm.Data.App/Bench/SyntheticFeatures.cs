using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Write;

namespace Mm.Data.App.Bench;

/// <summary>
/// Made-up feature rows in files as recipes cut them: a twentieth has the bytes of another, a tenth is a few bits from another's hash,
/// scores are spread evenly, one row in a hundred lacks one. Every number follows from the row's own.
/// </summary>
internal sealed class SyntheticFeatures(string folder)
{
    private const int FileRows = 500;

    private static readonly FeatureColumn[] Columns =
    [
        new(KnownFeatures.Modality, FeatureKind.Code, "Made up."), new("media.pixels", FeatureKind.Whole, "Made up."),
        new("text.words", FeatureKind.Whole, "Made up."), new(KnownFeatures.PerceptualHash, FeatureKind.Code, "Made up."),
        new(KnownFeatures.FlatPicture, FeatureKind.Flag, "Made up."), new("alignment.cosine", FeatureKind.Number, "Made up."),
        new("alignment.margin", FeatureKind.Number, "Made up."), new("made.language", FeatureKind.Code, "Made up."),
    ];

    /// <summary>Settings that use every part of Select: bounds and conditions, duplicates, a mixture, a share, a curriculum.</summary>
    public static SelectOptions Options { get; } = new()
    {
        Rules =
        [
            new Rule { Feature = "text.words", Min = 3, Max = 200, Reason = "caption.length" },
            new Rule
            {
                Condition = "alignment.cosine >= 0.05 and (media.pixels > 20000 or alignment.margin > 0.5)", Reason = "alignment.low",
            },
        ],
        Duplicates = new DuplicateOptions { PerceptualBits = 8 },
        Take =
        [
            new TakeStep
            {
                Within = "made.language",
                Mix = new Dictionary<string, double> { ["l0"] = 3, ["l1"] = 2, ["l2"] = 1, ["l3"] = 1 },
                Reason = "caption.length",
            },
            new TakeStep { Best = "alignment.cosine", Share = 0.9, Reason = "alignment.low" },
        ],
        Curriculum = new CurriculumOptions { Easy = "alignment.margin" },
    };

    /// <summary>Where the events may be written.</summary>
    public string Events => Path.Combine(folder, "select.jsonl");

    public async Task WriteAsync(int rows, CancellationToken cancel)
    {
        for (var from = 0; from < rows; from += FileRows)
        {
            await using var stream = File.Create(PathOf(from));
            var some = Enumerable.Range(from, Math.Min(FileRows, rows - from)).Select(Row).ToArray();
            await FeatureFile.WriteAsync(stream, Columns, some, cancel);
        }
    }

    /// <summary>The files of about the first so many rows.</summary>
    public IEnumerable<string> Files(int rows) =>
        Enumerable.Range(0, (rows + FileRows - 1) / FileRows).Select(file => PathOf(file * FileRows));

    private static MeasuredSample Row(int number)
    {
        var own = Digest($"row {number}");
        var other = Digest($"row {number / 2}"); // whose bytes or picture it may have
        var hash = BinaryPrimitives.ReadUInt64BigEndian(own.AsSpan(8));
        if (number % 10 == 3)
            hash = BinaryPrimitives.ReadUInt64BigEndian(other.AsSpan(8)) ^ (1UL << (own[0] % 64)) ^ (1UL << (own[1] % 64));
        var features = new FeatureRow();
        features.Set(KnownFeatures.Modality, "image");
        features.Set("media.pixels", 10_000L + (own[2] * 4_000L));
        features.Set("text.words", (long)(own[3] / 4));
        features.Set(KnownFeatures.PerceptualHash, hash.ToString("x16", CultureInfo.InvariantCulture));
        features.Set(KnownFeatures.FlatPicture, false);
        if (number % 100 != 17)
            features.Set("alignment.cosine", BinaryPrimitives.ReadUInt16BigEndian(own.AsSpan(4)) / 65_536.0);
        features.Set("alignment.margin", BinaryPrimitives.ReadUInt16BigEndian(own.AsSpan(6)) / 65_536.0);
        features.Set("made.language", $"l{own[16] % 4}");
        return new MeasuredSample(
            Convert.ToHexStringLower(own)[..32], Convert.ToHexStringLower(number % 20 == 7 ? other : own),
            new Verdict(Outcome.Kept, "measure", "measured"), features);
    }

    private string PathOf(int from) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{from / FileRows:D5}.parquet"));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
