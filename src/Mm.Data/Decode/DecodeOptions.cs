using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Decode;

/// <summary>Whether decoder children run under bubblewrap.</summary>
public enum SandboxMode : byte
{
    /// <summary>
    /// Under bubblewrap where it works; otherwise with resource limits alone, and <see cref="DecoderPool.Status"/> says so.
    /// </summary>
    Auto,

    /// <summary>Resource limits alone.</summary>
    Off,
}

/// <summary>Settings of the decoder children: section <c>Decode</c> of appsettings.json.</summary>
public sealed record DecodeOptions
{
    [Description("Processor cores that get one decoder child each. Empty: every core this process may use, physical cores first.")]
    public IReadOnlyList<int> Cores { get; init; } = [];

    [Description("Millions of pixels of an asset at most, summed over the frames of an animated picture; for video, of one frame.")]
    [Range(1, 2000)]
    public int MegapixelsMax { get; init; } = 50;

    [Description("Longer side of a picture in pixels at most.")]
    [Range(1, 1_000_000)]
    public int SideMax { get; init; } = 65_535;

    [Description("Frames of an animated picture, pages of a TIFF, at most.")]
    [Range(1, 100_000)]
    public int FramesMax { get; init; } = 1000;

    [Description("Decoded bytes for each encoded byte at most, from 16 MiB of pixels on: what packs denser is blank.")]
    [Range(100, 1_000_000_000)]
    public int RatioMax { get; init; } = 10_000;

    [Description("Duration of a video or sound in seconds at most.")]
    [Range(1, 86_400)]
    public double SecondsMax { get; init; } = 600;

    [Description("Wall-clock seconds that one request about a picture may take before its child is killed.")]
    [Range(0.1, 3600)]
    public double WallSecondsMax { get; init; } = 60;

    [Description("CPU seconds that one request about a picture may take before its child is killed; a quarter where it has few pixels. "
        + "50 megapixels take about 4.")]
    [Range(0.5, 3600)]
    public double CpuSecondsMax { get; init; } = 10;

    [Description("CPU seconds that taking one document apart may take before its child is killed.")]
    [Range(0.5, 3600)]
    public double DocumentCpuSecondsMax { get; init; } = 30;

    [Description("Wall-clock seconds that one request about video or sound may take before its child is killed.")]
    [Range(0.1, 86_400)]
    public double MovieWallSecondsMax { get; init; } = 1800;

    [Description("Wall-clock seconds that a child may take to start.")]
    [Range(1, 600)]
    public double StartSecondsMax { get; init; } = 60;

    [Description("Memory of one child in MiB at most.")]
    [Range(256, 1_048_576)]
    public int MemoryMib { get; init; } = 1024;

    [Description("Private temporary space of one child in MiB at most; holds a video and what is made of it.")]
    [Range(16, 1_048_576)]
    public int TemporaryMib { get; init; } = 2048;

    [Description("Encoded bytes of one asset in MiB at most.")]
    [Range(1, 2000)]
    public int InputMibMax { get; init; } = 1024;

    [Description("Bytes of one answer (views, sound, or a rendered asset) in MiB at most.")]
    [Range(1, 2000)]
    public int OutputMibMax { get; init; } = 1024;

    [Description("Requests after which a child is replaced, so that nothing one asset did to it lasts.")]
    [Range(1, 1_000_000_000)]
    public int RequestsPerChild { get; init; } = 10_000;

    [Description("auto: under bubblewrap where it works; off: resource limits alone.")]
    public SandboxMode Sandbox { get; init; } = SandboxMode.Auto;

    [Description("Refuse to start where a part of the sandbox is missing; mmdata doctor lists the parts.")]
    public bool RequireSandbox { get; init; }

    [Description("The decoder: Mm.Data.Decoder.dll or an executable. Empty: decoder/Mm.Data.Decoder.dll beside this program.")]
    public string DecoderPath { get; init; } = "";

    /// <exception cref="Pipeline.ConfigurationException">Values out of range: all of them at once.</exception>
    public void Validate()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        var problems = results.ConvertAll(result => $"Decode: {result.ErrorMessage}");
        var allowed = CpuAffinity.Allowed();
        problems.AddRange(Cores.Where(core => !allowed.Contains(core))
            .Select(core => $"Decode.Cores: core {core} is not among those this process may use ({string.Join(", ", allowed)})."));
        if (Cores.Distinct().Count() != Cores.Count)
            problems.Add("Decode.Cores: a core stands there twice; one child a core.");
        if (!Enum.IsDefined(Sandbox))
            problems.Add("Decode.Sandbox: must be auto or off.");
        if (RequireSandbox && Sandbox is SandboxMode.Off)
            problems.Add("Decode.RequireSandbox: asks for the sandbox that Decode.Sandbox switches off. Change one of them.");
        if (problems.Count > 0)
            throw new Pipeline.ConfigurationException(problems);
    }
}
