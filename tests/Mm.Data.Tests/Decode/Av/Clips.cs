using System.Diagnostics;
using Mm.Data.Decoder;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode.Av;

/// <summary>A private folder with media made by ffmpeg at test time, and what the tests ask of ffmpeg and ffprobe about outputs.</summary>
internal sealed class Clips : IDisposable
{
    /// <summary>Planted in titles, chapters, subtitles and comments; must not be found in an output.</summary>
    public const string Secret = "JaneDoeOfElmStreet";

    public const string Place = "+51.5074-000.1278/";

    private static readonly bool _hasTools = Has("ffmpeg") && Has("ffprobe");

    private readonly DirectoryInfo _folder;

    public Clips()
    {
        Assert.SkipUnless(_hasTools, "ffmpeg and ffprobe are not installed");
        _folder = Directory.CreateTempSubdirectory("mm-av-");
        Directory.CreateDirectory(Temporary);
    }

    public AvLimits Limits => new() { TemporaryFolder = Temporary };

    private string Temporary => Path.Combine(_folder.FullName, "child");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>
    /// Runs ffmpeg on arguments parted by spaces (quotes hold words together); the last is the output's name in this folder.
    /// </summary>
    public string Make(string name, string arguments)
    {
        Run("ffmpeg", $"-nostdin -hide_banner -v error -y {arguments} {this[name]}");
        return this[name];
    }

    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>The first <paramref name="share"/> of a file under another name.</summary>
    public string Cut(string path, string name, double share)
    {
        var bytes = File.ReadAllBytes(path);
        return Write(name, bytes.AsSpan(0, (int)(bytes.Length * share)));
    }

    public string Save(RenderResult result) => Write($"saved.{result.Extension}", result.Bytes.Span);

    public static string Probe(string path, string arguments) => Run("ffprobe", $"-v error {arguments} {path}");

    /// <summary>Luma of every frame at its stored size, one after the other.</summary>
    public byte[] Luma(string path)
    {
        Run("ffmpeg", $"-nostdin -v error -y -i {path} -fps_mode passthrough -pix_fmt gray -f rawvideo {this["luma.raw"]}");
        return File.ReadAllBytes(this["luma.raw"]);
    }

    public void Dispose() => _folder?.Delete(recursive: true);

    private static string Run(string tool, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static bool Has(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
