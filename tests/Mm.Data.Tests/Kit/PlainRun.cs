using System.Globalization;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A run of the real program without models over pictures made here: a few seconds, for tests of what happens around the work.
/// </summary>
internal sealed class PlainRun : IDisposable
{
    private const int SideUsual = 40;

    private const string Pipeline = """
        name: plain
        version: 1
        source: { name: plain, licence: mit }
        shards: { samples: 16 }
        measure:
          - stage: media
          - stage: text-pii
        select:
          duplicates: { exact: false, perceptualBits: null, keepBest: [media.pixels] }
        render: { imageFormat: png, sideMax: 0 }
        publish: { keptMin: 0, partRows: 16 }
        """;

    /// <summary>The stages with models of <c>pipelines/web-pairs.yaml</c>, as lines of the pipeline file.</summary>
    public static readonly string[] WithModels =
    [
        "- { stage: hashes }",
        "- { stage: alignment, with: { model: mini } }",
        "- { stage: faces, with: { model: face-cascade } }",
        "- { stage: image-text, with: { model: text-lines, reader: text-reader } }",
    ];

    private readonly TemporaryFolder _folder = new();

    /// <param name="pictures">How many.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="stages">Lines of the pipeline file for more stages of Measure.</param>
    public PlainRun(int pictures, int side = SideUsual, params IEnumerable<string> stages)
    {
        const string Last = "  - stage: text-pii\n";
        Directory.CreateDirectory(Input);
        File.WriteAllText(this["pipeline.yaml"], Pipeline.Replace(
            Last, Last + string.Concat(stages.Select(stage => $"  {stage}\n")), StringComparison.Ordinal));
        for (var number = 0; number < pictures; number++)
            Add(Name(number), Picture(number, side));
    }

    public string Input => _folder["input"];

    public string Release => _folder["release"];

    public string State => _folder["state"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public string this[string name] => _folder[name];

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:D5}");

    /// <summary>Unlike every other. A large one is of slow waves, in which detectors find as little as in most photographs.</summary>
    public static byte[] Picture(int number, int side = SideUsual)
    {
        var rgb = new byte[side * side * 3];
        if (side > SideUsual)
        {
            Wave(rgb, number, side);
            return PlainPng.Write(rgb, side, side);
        }

        for (var i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)((i * 7) + (number * (1 + (i % 5))) + (number >> 8));
        return PlainPng.Write(rgb, side, side);
    }

    private static void Wave(byte[] rgb, int number, int side)
    {
        for (var i = 0; i < rgb.Length; i++)
        {
            var (x, y, band) = (i / 3 % side, i / 3 / side, i % 3);
            var (across, down) = (1 + (number % 7), 1 + (number / 7 % 11));
            var wave = Math.Sin((x * across / (double)side * 6) + number) + Math.Cos((y * down / (double)side * 6) + band);
            rgb[i] = (byte)(128 + (60 * wave));
        }
    }

    public void Add(string name, byte[] asset)
    {
        File.WriteAllBytes(Path.Combine(Input, name + ".png"), asset);
        File.WriteAllText(Path.Combine(Input, name + ".txt"), $"A picture made of numbers, {name}.");
    }

    /// <summary>The command, with <paramref name="more"/> at its end.</summary>
    public string[] Command(params string[] more) =>
        ["run", this["pipeline.yaml"], "--input", Input, "--output", Release, "--workers", "2", .. more];

    public Task<Mmdata> RunAsync(params string[] more) => Mmdata.RunAsync(State, Cancel, Command(more));

    public async Task<Mmdata> DoneAsync(params string[] more)
    {
        var run = await RunAsync(more);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return run;
    }

    public Task<IReadOnlyList<string>> FilesAsync() => Trees.ListAsync(Release, Cancel);

    public void Dispose() => _folder.Dispose();
}
