using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Write;

namespace Mm.Data.Fuzz;

/// <summary>Files of rows as releases hold them, made by code.</summary>
internal static class FuzzRows
{
    private static readonly string Sha = new('b', 64);

    private static readonly FeatureColumn[] Columns =
    [
        new("alignment.cosine", FeatureKind.Number, "A number."),
        new("media.pixels", FeatureKind.Whole, "A whole number."),
        new("faces.boxes", FeatureKind.Boxes, "Boxes."),
        new("text-pii.spans", FeatureKind.Spans, "Spans."),
        new("alignment.image", FeatureKind.Vector, "A vector."),
    ];

    /// <summary>A part file with two row groups.</summary>
    public static byte[] Part()
    {
        using var memory = new MemoryStream();
        WritePartAsync(memory).GetAwaiter().GetResult();
        return memory.ToArray();
    }

    /// <summary>A feature file.</summary>
    public static byte[] Features()
    {
        using var memory = new MemoryStream();
        FeatureFile.WriteAsync(memory, Columns, [Measured("1"), Measured("2")], CancellationToken.None).GetAwaiter().GetResult();
        return memory.ToArray();
    }

    private static async Task WritePartAsync(Stream stream)
    {
        var writer = await SampleWriter.CreateAsync(stream, Columns[..2], rowGroupKib: 1, CancellationToken.None);
        for (var row = 0; row < 2; row++)
        {
            await writer.AddAsync(new SampleRow
            {
                Id = new string((char)('a' + row), 32),
                Modality = Modality.Image,
                Text = "One caption.",
                Asset = new byte[800],
                Extension = "jpg",
                Width = 20,
                Height = 10,
                Source = "samples",
                Licence = "mit",
                Scores = new Dictionary<string, double?> { [Columns[0].Name] = 0.5, [Columns[1].Name] = row == 0 ? 200 : null },
                Redactions = new Dictionary<string, int> { ["face"] = 2 },
                Embedding = row == 0 ? [0.6f, 0.8f] : null,
                OutputSha256 = Sha,
                SourceSha256 = Sha,
            }, CancellationToken.None);
        }

        await writer.CompleteAsync(CancellationToken.None);
    }

    private static MeasuredSample Measured(string id)
    {
        var features = new FeatureRow();
        features.Set(Columns[0].Name, 0.25);
        features.Set(Columns[1].Name, 200L);
        features.Set(Columns[2].Name, [new Box(0.1f, 0.1f, 0.2f, 0.2f, 0.9f, 0)]);
        features.Set(Columns[3].Name, [new Span(1, 2, "EMAIL", 0.9f)]);
        features.Set(Columns[4].Name, [0.6f, 0.8f]);
        return new MeasuredSample(id, Sha, new Verdict(Outcome.Kept, "measure", "measured"), features);
    }
}
