using System.Buffers.Binary;
using System.Text;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

/// <summary>
/// A <see cref="Reply"/> as bytes: its members in the order they are declared, numbers little-endian, a text or list behind its length, a
/// byte that says whether what may be missing is there. Not JSON, because one comes with every sample: reading it took a quarter of the
/// parent's time for a sample.
/// </summary>
public static class ReplyCodec
{
    private const int TextBytesMax = 64;
    private const int ViewsMax = 1 << 17; // 64 views of 1,024 frames, twice

    /// <summary>Parts of a document, or clips of a film, at most.</summary>
    public const int PartsMax = 100_000;

    public static byte[] Write(Reply reply)
    {
        using var memory = new MemoryStream(128);
        using var to = new BinaryWriter(memory, Encoding.ASCII);
        to.Write((byte)reply.Note);
        Text(to, reply.Reason ?? "");
        to.Write(reply.Media is not null);
        if (reply.Media is { } media)
            Write(to, media);
        to.Write(reply.Views.Count);
        foreach (var view in reply.Views)
        {
            to.Write(view.Spec);
            to.Write(view.TimeSeconds);
            to.Write(view.ContentWidth);
            to.Write(view.ContentHeight);
        }

        to.Write(reply.AudioSamples);
        to.Write(reply.DecodeScale);
        to.Write(reply.Render is not null);
        if (reply.Render is { } render)
            Write(to, render);
        Write(to, reply.Parts);
        Write(to, reply.Clips);
        to.Flush();
        return memory.ToArray();
    }

    /// <summary>Believes nothing: lengths are held against what is there. Values are for <see cref="ReplyCheck"/>.</summary>
    /// <exception cref="ProtocolException">Not a reply.</exception>
    public static Reply Read(ReadOnlySpan<byte> from)
    {
        var bytes = new Source(from);
        var note = (ReplyNote)bytes.Byte();
        var reason = bytes.Text();
        var media = bytes.Flag() ? Media(ref bytes) : null;
        var views = new ViewEntry[bytes.Count(ViewsMax)];
        foreach (ref var view in views.AsSpan())
            view = new ViewEntry(bytes.Whole(), bytes.Single(), bytes.Whole(), bytes.Whole());
        var reply = new Reply
        {
            Note = Enum.IsDefined(note) ? note : throw Source.Damaged(),
            Reason = reason.Length == 0 ? null : reason,
            Media = media,
            Views = views,
            AudioSamples = bytes.Whole(),
            DecodeScale = bytes.Number(),
            Render = bytes.Flag() ? Render(ref bytes) : null,
            Parts = Parts(ref bytes),
            Clips = Clips(ref bytes),
        };
        return bytes.IsAtEnd ? reply : throw Source.Damaged();
    }

    private static void Write(BinaryWriter to, MediaFacts media)
    {
        to.Write((byte)media.Modality);
        Text(to, media.Container);
        Text(to, media.Codec);
        to.Write(media.Width);
        to.Write(media.Height);
        to.Write(media.Frames);
        to.Write(media.DurationSeconds);
        to.Write(media.HasAudio);
        to.Write(media.Orientation);
        to.Write(media.Rights is not null);
        if (media.Rights is { } rights)
            Write(to, rights);
    }

    private static MediaFacts Media(ref Source from) => new()
    {
        Modality = (Modality)from.Byte(),
        Container = from.Text(),
        Codec = from.Text(),
        Width = from.Whole(),
        Height = from.Whole(),
        Frames = from.Whole(),
        DurationSeconds = from.Number(),
        HasAudio = from.Flag(),
        Orientation = from.Whole(),
        Rights = from.Flag() ? Rights(ref from) : null,
    };

    private static void Write(BinaryWriter to, MediaRights rights)
    {
        to.Write(rights.HasCopyright);
        to.Write(rights.HasCreator);
        Text(to, rights.Licence);
        Text(to, rights.DataMining);
        to.Write(rights.IsTdmReserved);
        to.Write(rights.SaysNoAi);
        to.Write(rights.HasC2pa);
        to.Write(rights.DoesC2paForbid);
        to.Write(rights.IsUnreadable);
    }

    private static MediaRights Rights(ref Source from) => new()
    {
        HasCopyright = from.Flag(),
        HasCreator = from.Flag(),
        Licence = from.Text(),
        DataMining = from.Text(),
        IsTdmReserved = from.Flag(),
        SaysNoAi = from.Flag(),
        HasC2pa = from.Flag(),
        DoesC2paForbid = from.Flag(),
        IsUnreadable = from.Flag(),
    };

    private static void Write(BinaryWriter to, RenderEntry render)
    {
        to.Write((byte)render.Modality);
        Text(to, render.Extension);
        to.Write(render.Width);
        to.Write(render.Height);
        to.Write(render.DurationSeconds);
    }

    private static void Write(BinaryWriter to, IReadOnlyList<PartEntry> parts)
    {
        to.Write(parts.Count);
        foreach (var part in parts)
        {
            to.Write((byte)part.Kind);
            to.Write(part.Number);
            to.Write(part.Bytes);
        }
    }

    private static PartEntry[] Parts(ref Source from)
    {
        var parts = new PartEntry[from.Count(PartsMax)];
        foreach (ref var part in parts.AsSpan())
            part = new PartEntry((DocumentPartKind)from.Byte(), from.Whole(), from.Whole());
        return parts;
    }

    private static void Write(BinaryWriter to, IReadOnlyList<ClipEntry> clips)
    {
        to.Write(clips.Count);
        foreach (var clip in clips)
        {
            to.Write(clip.FromSeconds);
            to.Write(clip.ToSeconds);
            to.Write(clip.Bytes);
        }
    }

    private static ClipEntry[] Clips(ref Source from)
    {
        var clips = new ClipEntry[from.Count(PartsMax)];
        foreach (ref var clip in clips.AsSpan())
            clip = new ClipEntry(from.Number(), from.Number(), from.Whole());
        return clips;
    }

    private static RenderEntry Render(ref Source from) =>
        new((Modality)from.Byte(), from.Text(), from.Whole(), from.Whole(), from.Number());

    // A code longer than any that is known would be refused by the other end: cut, it is refused there by name.
    private static void Text(BinaryWriter to, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text[..Math.Min(text.Length, TextBytesMax)]);
        to.Write((byte)bytes.Length);
        to.Write(bytes);
    }

    /// <summary>The bytes not read yet. Members are read in the order of their writing: C# evaluates initialisers from the left.</summary>
    private ref struct Source(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        public static ProtocolException Damaged() => new("An answer that is not of the agreed form.");

        public byte Byte() => Take(1)[0];

        public bool Flag() => Byte() switch
        {
            0 => false,
            1 => true,
            _ => throw Damaged(),
        };

        public int Whole() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

        public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

        public double Number() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

        public string Text() => Byte() is var length and <= TextBytesMax ? Encoding.ASCII.GetString(Take(length)) : throw Damaged();

        /// <summary>A length that may be allocated: each entry has a byte at least.</summary>
        public int Count(int most)
        {
            var count = Whole();
            return count >= 0 && count <= most && count <= _rest.Length ? count : throw Damaged();
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count > _rest.Length)
                throw Damaged();
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
