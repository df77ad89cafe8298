using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mm.Data.Decoder.Av;

/// <summary>ffprobe's answer, but for everything that quotes the media (tags, chapters): those are not even asked for.</summary>
internal sealed record ProbeJson
{
    /// <summary>The entries that make ffprobe print just what the records below hold.</summary>
    public const string Entries =
        "packet=stream_index,pts,dts,duration,flags"
        + ":stream=index,codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio,color_space,color_range,channels,sample_rate,"
        + "start_pts,duration_ts,time_base"
        + ":stream_disposition=attached_pic,timed_thumbnails:stream_side_data=rotation:format=start_time";

    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    public IReadOnlyList<ProbePacket> Packets { get; init; } = [];

    public IReadOnlyList<ProbeStream> Streams { get; init; } = [];

    public ProbeFormat Format { get; init; } = new();

    /// <summary>Null where the text is not what ffprobe writes.</summary>
    public static ProbeJson? Parse(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize<ProbeJson>(json, _options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record ProbePacket
{
    public int StreamIndex { get; init; }

    public long? Pts { get; init; }

    public long? Dts { get; init; }

    public long Duration { get; init; }

    public string Flags { get; init; } = "";
}

internal sealed record ProbeStream
{
    public int Index { get; init; }

    public string CodecType { get; init; } = "";

    public string CodecName { get; init; } = "unknown";

    public int Width { get; init; }

    public int Height { get; init; }

    public string PixFmt { get; init; } = "unknown";

    public string SampleAspectRatio { get; init; } = "1:1";

    public string ColorSpace { get; init; } = "unknown";

    public string ColorRange { get; init; } = "unknown";

    public int Channels { get; init; }

    public int SampleRate { get; init; }

    public long? StartPts { get; init; }

    public long? DurationTs { get; init; }

    public string TimeBase { get; init; } = "";

    public ProbeDisposition Disposition { get; init; } = new();

    [JsonPropertyName("side_data_list")]
    public IReadOnlyList<ProbeSideData> SideData { get; init; } = [];
}

internal sealed record ProbeDisposition
{
    public int AttachedPic { get; init; }

    public int TimedThumbnails { get; init; }
}

internal sealed record ProbeSideData
{
    public int Rotation { get; init; }
}

internal sealed record ProbeFormat
{
    public double StartTime { get; init; }
}
