using System.Diagnostics;
using System.Globalization;
using FFMpegCore;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>The command lines of a rendering, composed with FFMpegCore and run by <see cref="Tool"/> (docs/adr/0005).</summary>
internal sealed class RenderOrder(string path, Container container, AvFacts facts, RenderRequest request, AvLimits limits, string folder)
{
    private const string Preset = "veryfast";
    private const int SoundBitRateKib = 128;
    private const int SoundRateMaxHz = 48_000;
    private const int ChannelsMax = 2;
    private const int FlacLevel = 5;

    private static readonly int[] _aacRatesHz = [48_000, 44_100, 32_000, 24_000, 22_050, 16_000];

    private readonly bool _keepsSound = facts.Sound is not null && request.Sound is SoundPolicy.Keep;

    public string Extension => facts.Picture is null ? "flac" : "mp4";

    public Container OutputContainer => facts.Picture is null ? Container.Flac : Container.Mp4;

    public string Output => Path.Combine(folder, $"output.{Extension}");

    /// <summary>Whether what was written holds the streams that were ordered.</summary>
    public bool IsAsOrdered(AvFacts made) =>
        made.Picture is null == facts.Picture is null
        && made.Sound is null == !_keepsSound
        && made.Picture is null or { Codec: "h264" };

    public ProcessStartInfo Film()
    {
        var track = facts.Picture!;
        var graph = Path.Combine(folder, "graph");
        var filters = new FillGraph(track, OutputSize.Of(track, request.SideMax), request.Fill).Build();
        File.WriteAllText(graph, _keepsSound ? $"{filters};{SoundFilters()}" : filters);
        return Start(output =>
        {
            output.WithCustomArgument($"-filter_complex_script \"{graph}\" -map [picture]")
                .WithVideoCodec("libx264")
                .WithCustomArgument($"-preset {Preset}")
                .WithConstantRateFactor(request.VideoCrf)
                .WithPixelFormat("yuv420p")
                .WithCustomArgument("-threads:v 1 -x264-params cpu-independent=1 -a53cc 0")
                .WithCustomArgument("-flags:v +bitexact -bsf:v filter_units=remove_types=6")
                .WithCustomArgument($"-fps_mode passthrough -enc_time_base:v 1:{FillGraph.TicksPerSecond} {Tags(track)}");
            if (_keepsSound)
                output.WithCustomArgument("-map [sound] -flags:a +bitexact").WithAudioCodec("aac").WithAudioBitrate(SoundBitRateKib);
            else
                output.WithCustomArgument("-an");
            output.WithFastStart().WithCustomArgument("-write_tmcd 0").ForceFormat("mp4");
        });
    }

    public ProcessStartInfo Sound()
    {
        var track = facts.Sound!;
        return Start(output => output
            .WithCustomArgument($"-map 0:{track.Index}")
            .WithCustomArgument("-vn")
            .WithAudioCodec("flac")
            .WithAudioSamplingRate(Math.Min(track.RateHz, SoundRateMaxHz))
            .WithCustomArgument($"-sample_fmt s16 -ac {Math.Min(track.Channels, ChannelsMax)}")
            .WithCustomArgument($"-compression_level {FlacLevel} -flags:a +bitexact")
            .ForceFormat("flac"));
    }

    private ProcessStartInfo Start(Action<FFMpegOutputOptions> describe)
    {
        var guards = string.Join(' ', Demuxer.Guards(container, limits));
        var arguments = FFMpegArguments
            .FromFileInput(Demuxer.File(path), verifyExists: false, input => input
                .WithCustomArgument($"-nostdin {guards} -filter_threads 1 -filter_complex_threads 1 -copyts")
                .ForceFormat(Demuxer.Name(container)!))
            .OutputToFile(Output, overwrite: true, output =>
            {
                describe(output);
                output
                    .WithCustomArgument("-map_metadata -1 -map_metadata:s -1 -map_chapters -1 -dn -sn -fflags +bitexact")
                    .WithCustomArgument(string.Create(CultureInfo.InvariantCulture, $"-fs {limits.OutputBytesMax}"));
            });
        return new ProcessStartInfo(Tool.Ffmpeg, arguments.Arguments);
    }

    private string SoundFilters()
    {
        var sound = facts.Sound!;
        var rate = _aacRatesHz.Contains(sound.RateHz) ? sound.RateHz : SoundRateMaxHz;
        var layout = sound.Channels < ChannelsMax ? "mono" : "stereo";
        return $"[0:{sound.Index}]{SoundReader.OnTheFilmsClock(facts)},aresample={rate},"
            + $"aformat=sample_rates={rate}:channel_layouts={layout}[sound]";
    }

    /// <summary>Says which colour matrix the samples have, for a smaller film of an unmarked one would be guessed otherwise.</summary>
    private static string Tags(PictureTrack track) => Colour.Matrix(track) switch
    {
        "bt709" => "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv",
        "bt2020" => "-colorspace bt2020nc -color_primaries bt2020 -color_trc bt2020-10 -color_range tv",
        _ => "-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m -color_range tv",
    };
}
