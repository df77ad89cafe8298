using System.Text.Json;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Web.Read.Columns;

/// <summary>
/// The columns of a release in files of their own, made from its feature files, rows and events, so that a page looks at one number of a
/// million samples without opening Parquet. Holds nothing that is not in the release: no text of a sample that has no row in it. Samples
/// stand in order of id and are named by their place there.
/// </summary>
internal sealed class ReleaseIndex : IDisposable
{
    /// <summary>Part of a sample without a row.</summary>
    public const int NoPart = -1;

    private readonly Lazy<Column<double>>[] _numbers;

    /// <summary>Opens an index that was made before.</summary>
    /// <exception cref="IOException">A file is missing.</exception>
    /// <exception cref="JsonException">Its facts are of another form.</exception>
    public ReleaseIndex(string folder)
    {
        Folder = folder;
        Facts = JsonSerializer.Deserialize<IndexFacts>(File.ReadAllBytes(Path.Combine(folder, IndexNames.Facts)), PipelineJson.Options)!;
        Ids = new TextColumn(Path.Combine(folder, IndexNames.Ids));
        Verdicts = new Column<ushort>(Path.Combine(folder, IndexNames.Verdicts));
        Places = new Column<RowOf>(Path.Combine(folder, IndexNames.Places));
        Texts = new TextColumn(Path.Combine(folder, IndexNames.Texts));
        Finds = new TextColumn(Path.Combine(folder, IndexNames.Finds));
        Grams = new GramIndex(folder, Facts.Samples);
        Hashes = new Column<ulong>(Path.Combine(folder, IndexNames.Hashes));
        Sketches = new Column<byte>(Path.Combine(folder, IndexNames.Sketches));
        _numbers = [.. Facts.Numbers.Select((_, i) =>
            new Lazy<Column<double>>(() => new Column<double>(Path.Combine(folder, IndexNames.Number(i)))))];
    }

    public string Folder { get; }

    public IndexFacts Facts { get; }

    public TextColumn Ids { get; }

    /// <summary>Places in <see cref="IndexFacts.Verdicts"/>.</summary>
    public Column<ushort> Verdicts { get; }

    public Column<RowOf> Places { get; }

    /// <summary>Captions of released samples; empty for others.</summary>
    public TextColumn Texts { get; }

    /// <summary>The same in lower case, to be searched.</summary>
    public TextColumn Finds { get; }

    /// <summary>Where in <see cref="Finds"/> a text can stand.</summary>
    public GramIndex Grams { get; }

    /// <summary>Perceptual hashes; 0 where a sample has none.</summary>
    public Column<ulong> Hashes { get; }

    /// <summary><see cref="IndexFacts.SketchBytes"/> for each sample.</summary>
    public Column<byte> Sketches { get; }

    public Column<double> Number(int column) => _numbers[column].Value;

    /// <summary>Place of a number in <see cref="IndexFacts.Numbers"/>; negative: there is none of that name.</summary>
    public int NumberOf(string? name)
    {
        for (var i = 0; i < Facts.Numbers.Count; i++)
        {
            if (Facts.Numbers[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>Place of the first sample whose id is not less than <paramref name="id"/>.</summary>
    public long LowerBound(string id)
    {
        long low = 0, high = Facts.Samples;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (string.CompareOrdinal(Ids[middle], id) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Place of the sample; negative: the release knows none of that id.</summary>
    public long Find(string id) => LowerBound(id) is var place && place < Facts.Samples && Ids[place] == id ? place : -1;

    public void Dispose()
    {
        Ids.Dispose();
        Verdicts.Dispose();
        Places.Dispose();
        Texts.Dispose();
        Finds.Dispose();
        Grams.Dispose();
        Hashes.Dispose();
        Sketches.Dispose();
        foreach (var number in _numbers.Where(number => number.IsValueCreated))
            number.Value.Dispose();
    }
}

/// <summary>Where a sample's row lies: part file, row in it, source and modality; part is negative where it has none.</summary>
internal readonly record struct RowOf(int Part, int Row, short Source, short Modality);

/// <summary>Names of the files of an index.</summary>
internal static class IndexNames
{
    public const string Facts = "facts.json";
    public const string Ids = "ids";
    public const string Verdicts = "verdicts";
    public const string Places = "places";
    public const string Texts = "texts";
    public const string Finds = "finds";
    public const string Grams = "grams";
    public const string Stretches = "stretches";
    public const string Hashes = "hashes";
    public const string Sketches = "sketches";

    public static string Number(int column) => $"number-{column}";
}
