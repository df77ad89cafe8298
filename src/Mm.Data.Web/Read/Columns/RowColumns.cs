using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Write;

namespace Mm.Data.Web.Read.Columns;

/// <summary>Copies captions, places and sketches of the released samples out of the part files.</summary>
internal sealed class RowColumns(ReleaseReader release, SampleIds ids, string folder)
{
    private const int SketchBytesMax = 512;

    private readonly List<string> _sources = [];
    private readonly GramWriter _grams = new();
    private readonly PartGroups[] _parts = new PartGroups[release.Manifest.Shards.Count];

    public RowOf[] Places { get; } = NoPlaces(ids.Count);

    public IReadOnlyList<string> Sources => _sources;

    public IReadOnlyList<PartGroups> Parts => _parts;

    public int SketchBytes { get; private set; }

    /// <exception cref="EnvironmentException">A file is damaged, or has a row of an unknown sample or out of order.</exception>
    public async Task CopyAsync(Action fileDone, CancellationToken cancel)
    {
        using var texts = new TextColumnWriter(Path.Combine(folder, IndexNames.Texts));
        using var finds = new TextColumnWriter(Path.Combine(folder, IndexNames.Finds));
        using var sketches = new ColumnWriter(Path.Combine(folder, IndexNames.Sketches));
        var next = 0;
        await foreach (var (place, row) in MergedAsync(fileDone, cancel))
        {
            if (place < next)
                throw new EnvironmentException("The release's part files do not hold their rows in order of id, so no index can be made.");
            for (; next < place; next++)
                AddText(next, "", texts, finds);
            AddText(next++, row.Head.Text, texts, finds);
            Places[place] = new RowOf(row.Part, row.Row, (short)SourceOf(row.Head.Source), (short)row.Head.Modality);
            AddSketch(row.Head.Embedding, place, sketches);
        }

        for (; next < ids.Count; next++)
            AddText(next, "", texts, finds);
        _grams.Write(folder);
        sketches.SetLength((long)SketchBytes * ids.Count);
    }

    private static RowOf[] NoPlaces(int count)
    {
        var places = new RowOf[count];
        Array.Fill(places, new RowOf(ReleaseIndex.NoPart, 0, 0, 0));
        return places;
    }

    private void AddText(int place, string text, TextColumnWriter texts, TextColumnWriter finds)
    {
        texts.Add(text);
        _grams.Add(place, finds.Add(text.ToLowerInvariant()));
    }

    private int SourceOf(string name)
    {
        var at = _sources.IndexOf(name);
        if (at >= 0)
            return at;
        if (_sources.Count == short.MaxValue)
            throw new EnvironmentException("The release names more sources than an index can hold.");
        _sources.Add(name);
        return _sources.Count - 1;
    }

    /// <summary>One bit a dimension: whether it is positive.</summary>
    private void AddSketch(float[]? embedding, int place, ColumnWriter sketches)
    {
        if (embedding is null || embedding.Length < 8 || embedding.Length / 8 > SketchBytesMax)
            return;
        if (SketchBytes == 0)
            SketchBytes = embedding.Length / 8;
        var sketch = new byte[SketchBytes];
        for (var bit = 0; bit < Math.Min(embedding.Length, SketchBytes * 8); bit++)
            sketch[bit / 8] |= (byte)((embedding[bit] > 0 ? 1 : 0) << (bit % 8));
        sketches.WriteAt((long)place * SketchBytes, sketch);
    }

    /// <summary>The rows of all splits, each of which is in order of id, as one sequence in that order.</summary>
    private async IAsyncEnumerable<(int Place, PartRow Row)> MergedAsync(Action fileDone, [EnumeratorCancellation] CancellationToken cancel)
    {
        var parts = release.Manifest.Shards.Index().GroupBy(shard => shard.Item.Split);
        var splits = parts.Select(split => SplitAsync([.. split], fileDone, cancel).GetAsyncEnumerator(cancel)).ToList();
        try
        {
            var heads = new List<IAsyncEnumerator<(int Place, PartRow Row)>>();
            foreach (var split in splits)
            {
                if (await split.MoveNextAsync())
                    heads.Add(split);
            }

            while (heads.MinBy(head => head.Current.Place) is { } first)
            {
                yield return first.Current;
                if (!await first.MoveNextAsync())
                    heads.Remove(first);
            }
        }
        finally
        {
            foreach (var split in splits)
                await split.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<(int Place, PartRow Row)> SplitAsync(
        IReadOnlyList<(int Index, ShardFile Shard)> parts, Action fileDone, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var (part, shard) in parts)
        {
            var firsts = new List<long>();
            var row = 0;
            await foreach (var group in SampleGroups.HeadsAsync(release.FileOf(shard), cancel))
            {
                firsts.Add(row);
                foreach (var head in group)
                {
                    var place = ids.Find(head.Id);
                    if (place < 0)
                        throw new EnvironmentException($"{shard.Path} has a row of a sample that no feature file knows.");
                    yield return (place, new PartRow(part, row++, head));
                }
            }

            _parts[part] = new PartGroups(shard.Path, shard.Split, firsts);
            fileDone();
        }
    }

    private sealed record PartRow(int Part, int Row, RowHead Head);
}
