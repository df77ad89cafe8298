using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Cache;

/// <summary>
/// What one stage left on one sample: features, or the reason for which the decoder gave the asset up. Holds numbers, codes and places,
/// never media or words of a caption.
/// </summary>
internal sealed record StageEntry(CacheKey Stage, string? Reason, MediaFacts? Media, IReadOnlyList<(string Name, object Value)> Features)
{
    private enum Kind : byte
    {
        Number,
        Whole,
        Code,
        Flag,
        Vector,
        Boxes,
        Spans,
    }

    /// <summary>Writes on a sample what the stage wrote on another of the same content.</summary>
    public void Apply(Sample sample, string stage)
    {
        if (Reason is not null)
        {
            sample.Decide(Outcome.Failed, stage, Reason);
            return;
        }

        sample.Media ??= Media;
        foreach (var (name, value) in Features)
            Set(sample.Features, name, value);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Stage.High);
        to.Write(Stage.Low);
        to.Write(Reason ?? "");
        to.Write(Media is null ? "" : JsonSerializer.Serialize(Media, PipelineJson.Options));
        to.Write7BitEncodedInt(Features.Count);
        foreach (var (name, value) in Features)
        {
            to.Write(name);
            Write(to, value);
        }
    }

    /// <exception cref="EndOfStreamException">Not whole.</exception>
    public static StageEntry Read(BinaryReader from)
    {
        var key = new CacheKey(from.ReadUInt64(), from.ReadUInt64());
        var (reason, media) = (from.ReadString(), from.ReadString());
        var features = new (string, object)[from.Read7BitEncodedInt()];
        for (var i = 0; i < features.Length; i++)
            features[i] = (from.ReadString(), Value(from));
        return new StageEntry(
            key,
            reason.Length == 0 ? null : reason,
            media.Length == 0 ? null : JsonSerializer.Deserialize<MediaFacts>(media, PipelineJson.Options),
            features);
    }

    private static void Set(FeatureRow row, string name, object value)
    {
        switch (value)
        {
            case double number: row.Set(name, number); break;
            case long whole: row.Set(name, whole); break;
            case string code: row.Set(name, code); break;
            case bool flag: row.Set(name, flag); break;
            case float[] vector: row.Set(name, vector); break;
            case Box[] boxes: row.Set(name, boxes); break;
            case Span[] spans: row.Set(name, spans); break;
        }
    }

    private static void Write(BinaryWriter to, object value)
    {
        switch (value)
        {
            case double number: to.Write((byte)Kind.Number); to.Write(number); break;
            case long whole: to.Write((byte)Kind.Whole); to.Write(whole); break;
            case string code: to.Write((byte)Kind.Code); to.Write(code); break;
            case bool flag: to.Write((byte)Kind.Flag); to.Write(flag); break;
            case float[] vector: Many(Kind.Vector, vector, to.Write); break;
            case Box[] boxes: Many(Kind.Boxes, boxes, box => Write(to, box)); break;
            case Span[] spans: Many(Kind.Spans, spans, span => Write(to, span)); break;
            default: throw new InvalidOperationException($"A feature of type {value.GetType()} is none of the kinds.");
        }

        void Many<T>(Kind kind, T[] items, Action<T> write)
        {
            to.Write((byte)kind);
            to.Write7BitEncodedInt(items.Length);
            Array.ForEach(items, write);
        }
    }

    private static void Write(BinaryWriter to, Box box)
    {
        foreach (var number in (ReadOnlySpan<float>)[box.X, box.Y, box.Width, box.Height, box.Score, box.TimeSeconds])
            to.Write(number);
    }

    private static void Write(BinaryWriter to, Span span)
    {
        to.Write(span.Start);
        to.Write(span.Length);
        to.Write(span.Type);
        to.Write(span.Score);
    }

    private static object Value(BinaryReader from) => (Kind)from.ReadByte() switch
    {
        Kind.Number => from.ReadDouble(),
        Kind.Whole => from.ReadInt64(),
        Kind.Code => from.ReadString(),
        Kind.Flag => from.ReadBoolean(),
        Kind.Vector => Many(from, from.ReadSingle),
        Kind.Boxes => Many(from, () => new Box(
            from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle())),
        Kind.Spans => Many(from, () => new Span(from.ReadInt32(), from.ReadInt32(), from.ReadString(), from.ReadSingle())),
        var other => throw new InvalidDataException($"Kind {other} of feature is none of this version's."),
    };

    private static T[] Many<T>(BinaryReader from, Func<T> read)
    {
        var items = new T[from.Read7BitEncodedInt()];
        for (var i = 0; i < items.Length; i++)
            items[i] = read();
        return items;
    }
}
