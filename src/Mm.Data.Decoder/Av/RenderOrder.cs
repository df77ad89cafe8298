using System.Diagnostics;
using System.Globalization;
using FFMpegCore;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>The command lines of a rendering, composed with FFMpegCore and run by <see cref="Tool"/> (docs/adr/0005).</summary>
internal sealed class RenderOrder(string path, Container container, AvFacts facts, RenderRequest request, AvLimits limits, string folder)
{
    private const string Preset = "veryfast";
    private const int SoundRateMaxHz = 48_000;
    private const int ChannelsMax = 2;
    private const int FlacLevel = 5;

    public string Extension => facts.Picture is null ? "flac" : "mp4";

    public Container OutputContainer => facts.Picture is null ? Container.Flac : Container.Mp4;

    public string Output => Path.Combine(folder, $"output.{Extension}");

    public bool KeepsSound => facts.Sound is not null && request.Sound is not SoundPolicy.Remove;

    /// <summary>
    /// The sound as interleaved 16-bit samples at the source's own rate: <see cref="Samples"/> writes it, the encoding reads it.
    /// </summary>
    public string SoundFile => Path.Combine(folder, "sound");

    public int Channels => Math.Min(facts.Sound!.Channels, ChannelsMax);

    /// <summary>Whether what was written holds the streams that were ordered.</summary>
    public bool IsAsOrdered(AvFacts made) =>
        made.Picture is null == facts.Picture is null
        && made.Sound is null == !KeepsSound
        && made.Picture is null or { Codec: "h264" }
        && made.Sound is null or { Codec: "flac" };

    /// <summary>
    /// Decodes the sound and nothing else. Not resampled: what is to be silent must not have reached its neighbours before it is
    /// silenced.
    /// </summary>
    public ProcessStartInfo Samples()
    {
        var sound = facts.Sound!;
        var filters = $"{SoundReader.OnTheFilmsClock(facts)},aformat=sample_fmts=s16:channel_layouts={(Channels == 1 ? "mono" : "stereo")}";
        return Start(SoundFile, samples: null, output => output
            .WithCustomArgument($"-map 0:{sound.Index} -vn -filter:a {filters} -c:a pcm_s16le")
            .ForceFormat("s16le"));
    }

    public ProcessStartInfo Film()
    {
        var track = facts.Picture!;
        var graph = Path.Combine(folder, "graph");
        var filters = new FillGraph(track, OutputSize.Of(track, request.SideMax), request.Fill, folder).Build();
        File.WriteAllText(graph, filters);
        return Start(Output, KeepsSound ? SoundFile : null, output =>
        {
            output.WithCustomArgument($"-filter_complex_script \"{graph}\" -map [picture]")
                .WithVideoCodec("libx264")
                .WithCustomArgument($"-preset {Preset}")
                .WithConstantRateFactor(request.VideoCrf)
                .WithPixelFormat("yuv420p")
                .WithCustomArgument("-threads:v 1 -x264-params cpu-independent=1 -a53cc 0")
                .WithCustomArgument("-flags:v +bitexact -bsf:v filter_units=remove_types=6")
                .WithCustomArgument($"-fps_mode passthrough -enc_time_base:v 1:{FillGraph.TicksPerSecond} {Tags(track)}");
            if (KeepsSound)
                Flac(output.WithCustomArgument("-map 1:0"));
            else
                output.WithCustomArgument("-an");
            output.WithFastStart().WithCustomArgument("-write_tmcd 0").ForceFormat("mp4");
        });
    }

    public ProcessStartInfo Sound() => Start(Output, SoundFile, output =>
        Flac(output.WithCustomArgument("-map 1:0 -vn")).ForceFormat("flac"));

    /// <summary>
    /// Lossless, so that silence is silence to the last bit and nothing smears into it; and the same bytes every time. In MP4 this
    /// ffmpeg calls it experimental, as the mapping was young; it is the registered one (fLaC), and browsers and ffmpeg read it.
    /// </summary>
    private FFMpegOutputOptions Flac(FFMpegOutputOptions output)
    {
        output.WithAudioCodec("flac")
            .WithAudioSamplingRate(Math.Min(facts.Sound!.RateHz, SoundRateMaxHz))
            .WithCustomArgument($"-sample_fmt s16 -ac {Channels} -compression_level {FlacLevel} -flags:a +bitexact -strict experimental");
        return output;
    }

    private ProcessStartInfo Start(string file, string? samples, Action<FFMpegOutputOptions> describe)
    {
        var guards = string.Join(' ', Demuxer.Guards(container, limits));
        var arguments = FFMpegArguments
            .FromFileInput(Demuxer.File(path), verifyExists: false, input => input
                .WithCustomArgument($"-nostdin {guards} -filter_threads 1 -filter_complex_threads 1 -copyts")
                .ForceFormat(Demuxer.Name(container)!));
        if (samples is not null)
        {
            arguments = arguments.AddFileInput(Demuxer.File(samples), verifyExists: false, input => input
                .WithCustomArgument(string.Create(CultureInfo.InvariantCulture, $"-ar {facts.Sound!.RateHz} -ac {Channels}"))
                .ForceFormat("s16le"));
        }

        var command = arguments.OutputToFile(file, overwrite: true, output =>
        {
            describe(output);
            output
                .WithCustomArgument("-map_metadata -1 -map_metadata:s -1 -map_chapters -1 -dn -sn -fflags +bitexact")
                .WithCustomArgument(string.Create(CultureInfo.InvariantCulture, $"-fs {limits.OutputBytesMax}"));
        });
        return new ProcessStartInfo(Tool.Ffmpeg, command.Arguments);
    }

    /// <summary>Says which colour matrix the samples have, for a smaller film of an unmarked one would be guessed otherwise.</summary>
    private static string Tags(PictureTrack track) => Colour.Matrix(track) switch
    {
        "bt709" => "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv",
        "bt2020" => "-colorspace bt2020nc -color_primaries bt2020 -color_trc bt2020-10 -color_range tv",
        _ => "-colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m -color_range tv",
    };
}
