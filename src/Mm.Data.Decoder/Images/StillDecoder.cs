using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder.Rights;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>The three requests about still pictures. Of an animated one the first frame is taken.</summary>
internal sealed class StillDecoder(ChildSettings limits)
{
    /// <summary>Pixels to go over that take less than a second, encoding as PNG and all.</summary>
    private const long FewPixels = 4_000_000;

    private readonly Resampler _resampler = new();
    private readonly ViewMaker _views = new();

    /// <summary>Loads the libraries ahead of the first request.</summary>
    public static void Warm()
    {
        VipsStill.Warm();
        _ = TurboJpeg.IsPresent;
    }

    /// <param name="ask">What is asked.</param>
    /// <param name="container">As sniffed.</param>
    /// <param name="encoded">The asset.</param>
    /// <param name="room">Where views are put.</param>
    /// <param name="onLarge">Called ahead of work on many pixels.</param>
    public Answer Answer(Ask ask, Container container, ReadOnlyMemory<byte> encoded, AnswerRoom room, Action onLarge)
    {
        using var still = Stills.Open(encoded, container, limits);
        if (still.PixelPasses > FewPixels)
            onLarge();
        return ask.Kind switch
        {
            AskKind.Probe => Decoder.Answer.From(Facts(still, container, encoded)),
            AskKind.Views => Decoder.Answer.From(ask.Views!, Views(still, Facts(still, container, encoded), ask.Views!, room)),
            AskKind.Render => Decoder.Answer.From(Render(still, Blocks(still, container, encoded), ask.Render!)),
            _ => Decoder.Answer.Failed(DecodeReasons.Protocol),
        };
    }

    private static MediaFacts Facts(IStill still, Container container, ReadOnlyMemory<byte> encoded) =>
        still.Facts with { Rights = RightsReader.Read(container, encoded, still.Carriers) };

    private ViewsResult Views(IStill still, MediaFacts facts, ViewsRequest request, AnswerRoom room)
    {
        var denominator = request.Scaled && still.CanScale
            ? ScaledDecode.Denominator(facts.Width, facts.Height, request.Specs, request.ScaledMargin)
            : 1;
        using var picture = still.Decode(denominator);
        return new ViewsResult
        {
            Media = facts,
            Views = [.. request.Specs.Select(spec => _views.Make(picture, (facts.Width, facts.Height), spec, room.Take(spec.Bytes)))],
            DecodeScale = 1.0 / denominator,
        };
    }

    /// <summary>
    /// Filled before scaling, so that no filter mixes what is hidden into its surroundings, and again after it, so that the blocks of
    /// the new grid are whole.
    /// </summary>
    private RenderResult Render(IStill still, SourceBlocks? blocks, RenderRequest request)
    {
        using var picture = still.Decode();
        Redactor.Fill(picture, request.Fill, blocks);
        var longer = Math.Max(picture.Width, picture.Height);
        if (request.SideMax <= 0 || longer <= request.SideMax)
            return Result(picture, request);

        var width = Math.Max(1, (int)Math.Round((double)picture.Width * request.SideMax / longer));
        var height = Math.Max(1, (int)Math.Round((double)picture.Height * request.SideMax / longer));
        using var scaled = _resampler.Resample(picture, width, height, new Window(0, 0, width, height));
        Redactor.Fill(scaled, [.. request.Fill.Where(region => region.Style is FillStyle.Solid)]);
        return Result(scaled, request);
    }

    private static SourceBlocks? Blocks(IStill still, Container container, ReadOnlyMemory<byte> encoded) => container is Container.Jpeg
        ? SourceBlocks.Of(JpegSegments.Read(encoded.Span), still.Facts.Width, still.Facts.Height)
        : null;

    private static RenderResult Result(Picture picture, RenderRequest request) => new()
    {
        Modality = Modality.Image,
        Bytes = StillEncoder.Encode(picture, request),
        Extension = request.ImageFormat is "png" ? "png" : "jpg",
        Width = picture.Width,
        Height = picture.Height,
    };
}
