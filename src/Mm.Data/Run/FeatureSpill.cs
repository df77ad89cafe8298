using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>
/// The features of the kept samples, sorted by part file on disk: parts are cut in order of id and shards in order of the source, so each
/// part needs rows of every shard. One pass over the shards, one file a part; memory is a shard's and a part's rows, whatever the run's
/// size. Scratch of one attempt at Select: a run that starts again writes it again.
/// </summary>
internal sealed class FeatureSpill(string folder)
{
    /// <summary>
    /// Writes every part's file anew from the shards' feature files. Each sample of <paramref name="difficulties"/> gets its own as
    /// one feature more.
    /// </summary>
    public async Task WriteAsync(
        IEnumerable<string> featureFiles, IReadOnlyList<PartPlan> parts, IReadOnlyDictionary<string, double> difficulties,
        CancellationToken cancel)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var partOf = parts.SelectMany(part => part.SampleIds.Select(id => (id, part.Index)))
            .ToDictionary(pair => pair.id, pair => pair.Index, StringComparer.Ordinal);
        foreach (var file in featureFiles)
        {
            var table = await FeatureFile.ReadAsync(file, cancel);
            foreach (var row in table.Rows)
            {
                if (difficulties.TryGetValue(row.Id, out var difficulty))
                    row.Features.Set(RowBuilder.Difficulty.Name, difficulty);
            }

            foreach (var part in table.Rows.Where(row => partOf.ContainsKey(row.Id)).GroupBy(row => partOf[row.Id]))
                Append(part.Key, part, [.. table.Columns, RowBuilder.Difficulty]);
        }
    }

    /// <summary>The features of one part's samples, by id.</summary>
    public IReadOnlyDictionary<string, FeatureRow> Read(int part)
    {
        var rows = new Dictionary<string, FeatureRow>(StringComparer.Ordinal);
        using var reader = new BinaryReader(File.OpenRead(PathOf(part)), Encoding.UTF8);
        while (reader.BaseStream.Position < reader.BaseStream.Length)
            rows.Add(reader.ReadString(), FeatureBytes.Read(reader));
        return rows;
    }

    private void Append(int part, IEnumerable<MeasuredSample> rows, IReadOnlyList<FeatureColumn> columns)
    {
        using var writer = new BinaryWriter(new FileStream(PathOf(part), FileMode.Append, FileAccess.Write), Encoding.UTF8);
        foreach (var row in rows)
        {
            writer.Write(row.Id);
            FeatureBytes.Write(writer, row.Features, columns);
        }
    }

    private string PathOf(int part) => Path.Combine(folder, $"{part:D6}.features");
}
