using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// A plan as bytes, for other workers of the same run. Holds places and digests of captions, so it is never written but sealed. Shards and
/// their digests are worked out again by the reader: what comes to the same digest is the same plan.
/// </summary>
internal static class PlanFile
{
    private const int Version = 1;

    private enum PlaceKind : byte
    {
        Nowhere,
        Text,
        Json,
        JsonOrElse,
        Csv,
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
            var entry = (LocatedEntry)sample.Entry;
            to.Write(sample.Id);
            to.Write(Convert.FromHexString(sample.AssetSha256));
            to.Write(Convert.FromHexString(sample.CaptionSha256));
            Write(to, strings, entry.Asset);
            Write(to, strings, entry.Place);
        }
    }

    /// <exception cref="InvalidDataException">Another version's.</exception>
    public static RunPlan Read(Stream stream, ShardOptions shards)
    {
        using var from = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (from.ReadInt32() != Version)
            throw new InvalidDataException("A plan of another version.");
        var census = new SourceCensus();
        for (var left = from.ReadInt32(); left > 0; left--)
            census.Ignore(from.ReadString(), from.ReadInt64());

        var strings = new List<string>();
        var samples = new PlannedSample[from.ReadInt32()];
        for (var i = 0; i < samples.Length; i++)
        {
            var id = from.ReadString();
            var (asset, caption) = (Digest(from), Digest(from));
            var range = ReadRange(from, strings);
            samples[i] = new PlannedSample(id, LocatedEntry.Of("", range, ReadPlace(from, strings)), asset, caption);
        }

        return Planner.Cut(samples, shards, census);
    }

    private static Sha256Digest Digest(BinaryReader from) => new(from.ReadBytes(32));

    private static void Write(BinaryWriter to, StringTable strings, ByteRange range)
    {
        strings.Write(range.Folder);
        strings.Write(range.File);
        to.Write(range.Offset);
        to.Write(range.Length);
        to.Write(range.FileBytes);
    }

    private static ByteRange ReadRange(BinaryReader from, List<string> strings)
    {
        var folder = StringTable.Read(from, strings);
        var file = StringTable.Read(from, strings);
        return new ByteRange(file, from.ReadInt64(), from.ReadInt64(), from.ReadInt64()) { Folder = folder };
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
            case var nowhere when nowhere == CaptionPlace.Nowhere:
                to.Write((byte)PlaceKind.Nowhere);
                break;
            default:
                throw new InvalidOperationException($"A caption's place of type {place.GetType().Name}.");
        }
    }

    private static CaptionPlace ReadPlace(BinaryReader from, List<string> strings) => (PlaceKind)from.ReadByte() switch
    {
        PlaceKind.Nowhere => CaptionPlace.Nowhere,
        PlaceKind.Text => new TextPlace(ReadRange(from, strings)),
        PlaceKind.Json => new JsonPlace(ReadRange(from, strings), StringTable.Read(from, strings)),
        PlaceKind.JsonOrElse => new JsonPlace(ReadRange(from, strings), StringTable.Read(from, strings), ReadPlace(from, strings)),
        PlaceKind.Csv => new CsvPlace(ReadRange(from, strings), from.ReadInt32()),
        _ => throw new InvalidDataException("A caption's place of an unknown kind."),
    };

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

        public static string Read(BinaryReader from, List<string> strings)
        {
            var number = from.ReadInt32();
            if (number == strings.Count)
                strings.Add(from.ReadString());
            return number >= 0 && number < strings.Count
                ? strings[number]
                : throw new InvalidDataException("A plan's text is named before it was written.");
        }
    }
}
