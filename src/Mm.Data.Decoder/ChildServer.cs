using System.Text.Json;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder.Av.Cutting;
using Mm.Data.Decoder.Documents;
using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder;

/// <summary>
/// Answers requests one after the other: reads a frame, tells what the asset is by its first bytes, hands it on, writes a
/// frame.
/// </summary>
internal sealed class ChildServer(ChildSettings settings, SharedRegion region, Stream input, Stream output)
{
    /// <summary>Sees the first bytes of every asset, for tests that play what an asset could do to this process.</summary>
    internal static Action<ReadOnlyMemory<byte>>? AssetSeen { get; set; }

    private readonly FrameReader _input = new(input);
    private readonly StillDecoder _stills = new(settings);
    private byte[] _lastHeader = [];
    private Ask? _lastAsk;
    private readonly AvLimits _movieLimits = new()
    {
        TemporaryFolder = settings.TemporaryFolder,
        FramePixelsMax = settings.PixelsMax,
        SecondsMax = settings.SecondsMax,
        OutputBytesMax = settings.OutputBytesMax,
    };

    public void SayReady(IReadOnlyList<SandboxPart> parts)
    {
        StillDecoder.Warm();
        var ready = new Ready(Frame.Version, settings.Core, parts);
        Frame.Write(output, JsonSerializer.SerializeToUtf8Bytes(ready, ProtocolJson.Default.Ready), []);
    }

    public async Task ServeAsync(CancellationToken cancel)
    {
        while (_input.ReadStart(settings.InputBytesMax) is { } start)
        {
            Confinement.ArmCpuLimit(settings.CpuSecondsMax);
            var payload = new PayloadReader(_input, start, region);
            var room = new AnswerRoom(region, start.Slot);
            var answer = await AnswerAsync(start, payload, room, cancel);
            payload.Drain();
            room.Send(output, ReplyCodec.Write(answer.Header), answer.Payload);
        }
    }

    private async Task<Answer> AnswerAsync(FrameStart start, PayloadReader payload, AnswerRoom room, CancellationToken cancel)
    {
        try
        {
            var ask = Parse(start.Header);
            if (AssetSeen is { } seen && payload.Length > 0)
                seen(payload.Peek(Sniffer.WindowBytes).ToArray());
            if (ask.Document is { } options && payload.Length > 0)
            {
                Say(ReplyNote.Document);
                return DocumentDecoder.Answer(payload.ReadAll(), options, settings);
            }

            var container = payload.Length == 0
                ? throw new UndecodableException(DecodeReasons.Empty)
                : Sniffer.Sniff(payload.Peek(Sniffer.WindowBytes));
            if (container.IsImage())
                return _stills.Answer(ask, container, payload.ReadAll(), room, () => Say(ReplyNote.LargePicture));
            if (container.IsVideoOrAudio())
                return await AnswerMovieAsync(ask, container, payload, cancel);
            return Answer.Failed(container is Container.Playlist ? DecodeReasons.Playlist : DecodeReasons.Unsupported);
        }
        catch (UndecodableException e)
        {
            return Answer.Failed(e.Reason);
        }
        catch (OutOfMemoryException)
        {
            return Answer.Failed(DecodeReasons.OutOfMemory);
        }
    }

    /// <summary>A stage asks the same of every sample: what is asked again is not parsed again.</summary>
    private Ask Parse(byte[] header)
    {
        if (_lastAsk is null || !header.AsSpan().SequenceEqual(_lastHeader))
            (_lastHeader, _lastAsk) = (header, JsonSerializer.Deserialize(header, ProtocolJson.Default.Ask)!);
        return _lastAsk;
    }

    private async Task<Answer> AnswerMovieAsync(Ask ask, Container container, PayloadReader payload, CancellationToken cancel)
    {
        Say(ReplyNote.Movie);
        var path = Path.Combine(settings.TemporaryFolder, "asset");
        try
        {
            using (var file = File.Create(path))
                payload.CopyTo(file);
            return ask.Kind switch
            {
                AskKind.Probe => Answer.From(await MediaRouter.ProbeAsync(path, container, _movieLimits, cancel)),
                AskKind.Views => Answer.From(ask.Views!, await MediaRouter.ViewsAsync(path, container, ask.Views!, _movieLimits, cancel)),
                AskKind.Render => Answer.From(await MediaRouter.RenderAsync(path, container, ask.Render!, _movieLimits, cancel)),
                AskKind.Clips => await new ClipCutter(path, container, ask.Clips!, _movieLimits).AnswerAsync(cancel),
                _ => Answer.Failed(DecodeReasons.Protocol),
            };
        }
        catch (IOException)
        {
            // The private folder is full: what this asset needs is more than what one asset may cost.
            return Answer.Failed(DecodeReasons.TooLarge);
        }
        finally
        {
            Empty(settings.TemporaryFolder);
        }
    }

    private void Say(ReplyNote note) => Frame.Write(output, ReplyCodec.Write(new Reply { Note = note }), []);

    private static void Empty(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
                inner.Delete(recursive: true);
            else
                entry.Delete();
        }
    }
}
