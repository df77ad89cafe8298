using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source.Clips;
using Mm.Data.Source.Documents;

namespace Mm.Data.Source;

/// <summary>
/// A plan as bytes, for other workers of the same run. Holds places and digests of captions, so it is never written but sealed. Shards and
/// their digests are worked out again by the reader: what comes to the same digest is the same plan.
/// </summary>
internal static class PlanFile
{
    private const int Version = 4;

    private enum EntryKind : byte
    {
        Located,
        Document,
        Clip,
    }

    private enum PlaceKind : byte
    {
        Nowhere,
        Text,
        Json,
        JsonOrElse,
        Csv,
        Parquet,
    }

    public static void Write(Stream stream, RunPlan plan)
    {
        using var to = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        to.Write(Version);
        to.Write(plan.Census.Ignored.Count);
        foreach (var (reason, count) in plan.Census.Ignored)
        {
            to.Write(reason);
            to.Write(count);
        }

        var strings = new StringTable(to);
        to.Write(plan.Samples.Count);
        foreach (var sample in plan.Samples)
        {
            to.Write(sample.Id);
            to.Write(Convert.FromHexString(sample.AssetSha256));
            to.Write(Convert.FromHexString(sample.CaptionSha256));
            Write(to, strings, sample.Entry);
        }
    }

    /// <param name="stream">What was written.</param>
    /// <param name="shards">How samples are cut into shards.</param>
    /// <param name="filesOf">The store of a folder.</param>
    /// <param name="shelves">What takes documents and films apart.</param>
    /// <exception cref="InvalidDataException">Another version's.</exception>
    public static RunPlan Read(Stream stream, ShardOptions shards, Func<string, IFiles> filesOf, PartShelves shelves)
    {
        using var from = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (from.ReadInt32() != Version)
            throw new InvalidDataException("A plan of another version.");
        var census = new SourceCensus();
        for (var left = from.ReadInt32(); left > 0; left--)
            census.Ignore(from.ReadString(), from.ReadInt64());

        var places = new PlaceReader(from, filesOf);
        var samples = new PlannedSample[from.ReadInt32()];
        for (var i = 0; i < samples.Length; i++)
        {
            var id = from.ReadString();
            var (asset, caption) = (Digest(from), Digest(from));
            samples[i] = new PlannedSample(id, places.ReadEntry(shelves, asset, caption), asset, caption);
        }

        return Planner.Cut(samples, shards, census);
    }

    private static Sha256Digest Digest(BinaryReader from) => new(from.ReadBytes(32));

    private static void Write(BinaryWriter to, StringTable strings, SourceEntry entry)
    {
        switch (entry)
        {
            case DocumentEntry row:
                to.Write((byte)EntryKind.Document);
                Write(to, strings, row.File);
                to.Write(Convert.FromHexString(row.Digest.ToString()));
                to.Write(row.Row);
                to.Write(row.Place.Position);
                to.Write(row.Place.Rows);
                to.Write(row.AssetBytes);
                break;
            case ClipEntry clip:
                to.Write((byte)EntryKind.Clip);
                Write(to, strings, clip.Film);
                Write(to, strings, clip.Caption);
                to.Write(Convert.FromHexString(clip.Digest.ToString()));
                to.Write(clip.Place.Number);
                to.Write(clip.Place.FromSeconds);
                to.Write(clip.Place.ToSeconds);
                to.Write(clip.AssetBytes);
                break;
            default:
                var located = (LocatedEntry)entry;
                to.Write((byte)EntryKind.Located);
                Write(to, strings, located.Asset);
                Write(to, strings, located.Place);
                to.Write(located.Fault ?? "");
                break;
        }
    }

    private static void Write(BinaryWriter to, StringTable strings, ByteRange range)
    {
        strings.Write(range.Folder);
        strings.Write(range.File);
        to.Write(range.Offset);
        to.Write(range.Length);
        to.Write(range.FileBytes);
        to.Write(range.Version);
    }

    private static void Write(BinaryWriter to, StringTable strings, CaptionPlace place)
    {
        switch (place)
        {
            case TextPlace text:
                to.Write((byte)PlaceKind.Text);
                Write(to, strings, text.Range);
                break;
            case JsonPlace json:
                to.Write((byte)(json.Otherwise is null ? PlaceKind.Json : PlaceKind.JsonOrElse));
                Write(to, strings, json.Range);
                strings.Write(json.Key);
                if (json.Otherwise is not null)
                    Write(to, strings, json.Otherwise);
                break;
            case CsvPlace csv:
                to.Write((byte)PlaceKind.Csv);
                Write(to, strings, csv.Range);
                to.Write(csv.Column);
                break;
            case ParquetPlace parquet:
                to.Write((byte)PlaceKind.Parquet);
                Write(to, strings, parquet.Captions.List);
                strings.Write(parquet.Captions.Column);
                to.Write(parquet.Group);
                to.Write(parquet.Row);
                break;
            case var nowhere when nowhere == CaptionPlace.Nowhere:
                to.Write((byte)PlaceKind.Nowhere);
                break;
            default:
                throw new InvalidOperationException($"A caption's place of type {place.GetType().Name}.");
        }
    }

    /// <summary>Folders and archives stand in many entries: each is written once, and named by its number from then on.</summary>
    private sealed class StringTable(BinaryWriter to)
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public void Write(string text)
        {
            if (_numbers.TryGetValue(text, out var number))
            {
                to.Write(number);
                return;
            }

            to.Write(_numbers.Count);
            to.Write(text);
            _numbers.Add(text, _numbers.Count);
        }
    }

    private sealed class PlaceReader(BinaryReader from, Func<string, IFiles> filesOf)
    {
        private readonly List<string> _strings = [];
        private readonly Dictionary<(string Folder, string File, string Column), ParquetCaptions> _lists = [];

        public SourceEntry ReadEntry(PartShelves shelves, Sha256Digest asset, Sha256Digest caption) => (EntryKind)from.ReadByte() switch
        {
            EntryKind.Document => ReadRow(shelves.Documents ?? throw Unknown(), asset, caption),
            EntryKind.Clip => ReadClip(shelves.Clips ?? throw Unknown(), asset),
            EntryKind.Located => ReadLocated(),
            _ => throw Unknown(),
        };

        private static InvalidDataException Unknown() => new("A plan with parts that its pipeline does not take.");

        private LocatedEntry ReadLocated()
        {
            var located = LocatedEntry.Of("", ReadRange(), ReadPlace());
            return from.ReadString() is { Length: > 0 } fault ? located with { Fault = fault } : located;
        }

        private DocumentEntry ReadRow(DocumentShelf shelf, Sha256Digest asset, Sha256Digest caption)
        {
            var (file, digest, row) = (ReadRange(), Digest(from), from.ReadInt32());
            var place = new DocumentPlace("", from.ReadInt32(), from.ReadInt32());
            return new DocumentEntry(
                "", file, shelf, digest, row, place.Of(DocumentPlace.IdOf(digest.ToString(), place.Position)), asset, caption)
            {
                AssetBytes = from.ReadInt64(),
            };
        }

        private ClipEntry ReadClip(ClipShelf shelf, Sha256Digest asset)
        {
            var (film, caption, digest) = (ReadRange(), ReadPlace(), Digest(from));
            var place = new ClipPlace("", from.ReadInt32(), from.ReadDouble(), from.ReadDouble());
            return new ClipEntry("", film, caption, shelf, digest, place.Of(ClipPlace.IdOf(digest.ToString(), place.Number)), asset)
            {
                AssetBytes = from.ReadInt64(),
            };
        }

        public ByteRange ReadRange()
        {
            var (folder, file) = (ReadString(), ReadString());
            return new ByteRange(filesOf(folder), folder, file, from.ReadInt64(), from.ReadInt64(), from.ReadInt64())
            {
                Version = from.ReadString(),
            };
        }

        public CaptionPlace ReadPlace() => (PlaceKind)from.ReadByte() switch
        {
            PlaceKind.Nowhere => CaptionPlace.Nowhere,
            PlaceKind.Text => new TextPlace(ReadRange()),
            PlaceKind.Json => new JsonPlace(ReadRange(), ReadString()),
            PlaceKind.JsonOrElse => new JsonPlace(ReadRange(), ReadString(), ReadPlace()),
            PlaceKind.Csv => new CsvPlace(ReadRange(), from.ReadInt32()),
            PlaceKind.Parquet => new ParquetPlace(CaptionsOf(ReadRange(), ReadString()), from.ReadInt32(), from.ReadInt32()),
            _ => throw new InvalidDataException("A caption's place of an unknown kind."),
        };

        /// <summary>Rows of a list share what was read of it.</summary>
        private ParquetCaptions CaptionsOf(ByteRange list, string column)
        {
            var key = (list.Folder, list.File, column);
            return _lists.TryGetValue(key, out var known) ? known : _lists[key] = new ParquetCaptions(list, column);
        }

        private string ReadString()
        {
            var number = from.ReadInt32();
            if (number == _strings.Count)
                _strings.Add(from.ReadString());
            return number >= 0 && number < _strings.Count
                ? _strings[number]
                : throw new InvalidDataException("A plan's text is named before it was written.");
        }
    }
}
