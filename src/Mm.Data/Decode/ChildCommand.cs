using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>How a decoder child is started on this machine: host, decoder, environment, sandbox. Found out once a pool.</summary>
internal sealed class ChildCommand
{
    // What native code needs beside the managed heap: libraries, pixels, a codec's state.
    private const double ManagedShare = 0.75;
    private const int CpuSecondsFactor = 2;
    private const int SandboxedProcessesMax = 1024;
    private static readonly string[] MoviePrograms = ["ffmpeg", "ffprobe"];

    private readonly DecodeOptions _options;
    private readonly string _decoder;
    private readonly string _dotnetRoot;
    private readonly Dictionary<string, string> _environment;
    private readonly Sandbox? _sandbox;

    /// <exception cref="EnvironmentException">The decoder, the dotnet host, or a required sandbox is missing.</exception>
    public ChildCommand(DecodeOptions options)
    {
        _options = options;
        _decoder = Programs.Decoder(options.DecoderPath);
        _dotnetRoot = Programs.DotnetRoot();
        MissingPrograms = [.. MoviePrograms.Where(name => Programs.OnPath(name) is null)];
        var movieFolders = MoviePrograms.Select(Programs.OnPath).OfType<string>()
            .Select(path => Path.GetDirectoryName(path)!)
            .Distinct()
            .ToList();
        _environment = EnvironmentOf(options, _dotnetRoot, movieFolders);
        var refusal = "Decode:Sandbox is off";
        if (options.Sandbox is not SandboxMode.Off)
        {
            string[] readable = [_dotnetRoot, Path.GetDirectoryName(_decoder)!, .. movieFolders];
            _sandbox = Sandbox.TryCreate(readable, _environment, options.TemporaryMib, out refusal);
        }

        Parts =
        [
            .. _sandbox?.Parts ?? Sandbox.Missing(refusal),
            new("wall-clock", true, string.Create(
                CultureInfo.InvariantCulture,
                $"{options.WallSecondsMax} s a picture ({options.CpuSecondsMax} of a core), {options.MovieWallSecondsMax} s a film")),
        ];
        Demand(Parts);
    }

    /// <summary>Protections that come from outside the child.</summary>
    public IReadOnlyList<SandboxPart> Parts { get; }

    /// <summary>Programs that video and sound need and that are not on PATH.</summary>
    public IReadOnlyList<string> MissingPrograms { get; }

    public bool IsSandboxed => _sandbox is not null;

    /// <summary>Holds the parts of a sandbox against <see cref="DecodeOptions.RequireSandbox"/>.</summary>
    /// <exception cref="EnvironmentException">One is missing that is required: the message names it.</exception>
    public void Demand(IEnumerable<SandboxPart> parts)
    {
        var missing = parts.Where(part => !part.Active).GroupBy(part => part.Reason)
            .Select(group => $"{string.Join(", ", group.Select(part => part.Name))} ({group.Key})")
            .ToList();
        if (_options.RequireSandbox && missing.Count > 0)
        {
            throw new EnvironmentException(
                $"Decode:RequireSandbox is set, but the decoder's sandbox lacks {string.Join("; ", missing)}. "
                + "Run ops/setup and mmdata doctor, or set Decode:RequireSandbox to false.");
        }
    }

    /// <param name="core">Core to pin to.</param>
    /// <param name="temporaryFolder">A private folder of the host, used where there is no sandbox.</param>
    /// <param name="sharedDescriptor">The shared memory, inherited under this number.</param>
    public ProcessStartInfo Start(int core, string temporaryFolder, int sharedDescriptor)
    {
        var settings = JsonSerializer.Serialize(Settings(core, temporaryFolder, sharedDescriptor), ProtocolJson.Default.ChildSettings);
        List<string> command = _decoder.EndsWith(".dll", StringComparison.Ordinal)
            ? [Path.Combine(_dotnetRoot, "dotnet"), _decoder, settings]
            : [_decoder, settings];
        if (_sandbox is not null)
            command.InsertRange(0, [_sandbox.Program, .. _sandbox.Arguments]);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return start;
    }

    private ChildSettings Settings(int core, string temporaryFolder, int sharedDescriptor) => new()
    {
        Core = core,
        SharedDescriptor = sharedDescriptor,
        MemoryMib = _options.MemoryMib,
        CpuSecondsMax = (int)Math.Ceiling(Math.Max(_options.WallSecondsMax, _options.MovieWallSecondsMax) * CpuSecondsFactor),
        FileBytesMax = (long)_options.TemporaryMib << 20,
        InputBytesMax = (long)_options.InputMibMax << 20,
        OutputBytesMax = (long)_options.OutputMibMax << 20,
        PixelsMax = _options.MegapixelsMax * 1_000_000L,
        SideMax = _options.SideMax,
        FramesMax = _options.FramesMax,
        RatioMax = _options.RatioMax,
        SecondsMax = _options.SecondsMax,
        ProcessesMax = _sandbox is { IsRootOutside: false } ? SandboxedProcessesMax : 0,
        EnvironmentNames = [.. _environment.Keys.Order(StringComparer.Ordinal)],
        TemporaryFolder = IsSandboxed ? $"{Sandbox.TemporaryFolder}/work" : temporaryFolder,
    };

    private static Dictionary<string, string> EnvironmentOf(
        DecodeOptions options, string dotnetRoot, IReadOnlyList<string> movieFolders) => new()
        {
            ["PATH"] = string.Join(':', movieFolders.Concat(["/usr/bin", "/bin"]).Distinct()),
            ["HOME"] = Sandbox.TemporaryFolder,
            ["TMPDIR"] = Sandbox.TemporaryFolder,
            ["LANG"] = "C.UTF-8",
            ["DOTNET_ROOT"] = dotnetRoot,
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_GCHeapHardLimit"] = ((long)(options.MemoryMib * ManagedShare * (1 << 20))).ToString("x", CultureInfo.InvariantCulture),
            ["VIPS_WARNING"] = "0",
            ["VIPS_CONCURRENCY"] = "1",
        };
}
