using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

/// <summary>Holds the clips that a child gave against what was asked, as <see cref="ReplyCheck"/>: the child is not believed.</summary>
public static class ClipCheck
{
    /// <summary>Clips must be ordered, within their limits, and use the payload up.</summary>
    public static Decoded<FilmClips> Of(ClipOptions limits, Reply reply, ReadOnlyMemory<byte> payload)
    {
        if (ReplyCheck.Fault<FilmClips>(reply) is { } fault)
            return fault;
        var clips = new List<FilmClip>(reply.Clips.Count);
        var end = 0.0;
        foreach (var entry in reply.Clips)
        {
            var isSane = entry.FromSeconds >= end && entry.ToSeconds > entry.FromSeconds && double.IsFinite(entry.ToSeconds);
            if (!isSane || entry.Bytes < 1 || entry.Bytes > payload.Length)
                return ReplyCheck.Distrusted<FilmClips>();
            clips.Add(new FilmClip(entry.FromSeconds, entry.ToSeconds, payload[..entry.Bytes]));
            payload = payload[entry.Bytes..];
            end = entry.ToSeconds;
        }

        return payload.IsEmpty && clips.Count <= limits.ClipsMax ? new FilmClips(clips) : ReplyCheck.Distrusted<FilmClips>();
    }
}
