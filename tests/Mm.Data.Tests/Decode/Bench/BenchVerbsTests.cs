using System.Text.Json;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Bench;

/// <summary>The child's verbs for benchmarks, run as <c>mmdata bench</c> runs them.</summary>
public sealed class BenchVerbsTests
{
    private static readonly IReadOnlyList<string> Decoder = DecoderProgram.Command(new DecodeOptions());

    [Fact]
    public async Task Generated_pictures_are_the_same_every_time_and_weigh_what_photographs_weigh()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a", "b"])
        {
            await RunAsync(
                "bench-make", "--folder", folder[name], "--count", "3", "--width", "1024", "--height", "768", "--seed", "5", "--captions");
        }

        var files = Directory.GetFiles(folder["a"]).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["000000.jpg", "000000.txt", "000001.jpg", "000001.txt", "000002.jpg", "000002.txt"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder["b"], Path.GetFileName(file)))));
        Assert.All(
            files.Where(file => file.EndsWith(".jpg", StringComparison.Ordinal)),
            file => Assert.InRange(new FileInfo(file).Length, 120_000, 300_000));
        Assert.Equal(3, files.Where(file => file.EndsWith(".txt", StringComparison.Ordinal)).Select(File.ReadAllText).Distinct().Count());
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("scaled-decode")]
    [InlineData("decode-resample")]
    [InlineData("scaled-decode-resample")]
    public async Task The_reference_counts_what_it_did(string mode)
    {
        using var folder = new TemporaryFolder();
        await RunAsync("bench-make", "--folder", folder.Path, "--count", "2", "--width", "64", "--height", "48", "--seed", "1");

        var said = await RunAsync(
            "bench-reference", "--core", $"{CpuAffinity.Allowed()[0]}", "--seconds", "0.05", "--mode", mode, "--view", "16",
            folder["000000.jpg"], folder["000001.jpg"]);

        using var figures = JsonDocument.Parse(said);
        Assert.True(figures.RootElement.GetProperty("images").GetInt64() > 0);
        Assert.True(figures.RootElement.GetProperty("wall_seconds").GetDouble() > 0);
        Assert.True(figures.RootElement.GetProperty("cpu_seconds").GetDouble() >= 0);
    }

    [Fact]
    public void An_unknown_option_is_refused() =>
        Assert.Throws<ConfigurationException>(() => Mm.Data.Decoder.Bench.BenchMake.Run(["--nonsense", "1"]));

    private static async Task<string> RunAsync(params string[] arguments) =>
        System.Text.Encoding.UTF8.GetString(await Pictures.RunAsync(Decoder[0], [.. Decoder.Skip(1), .. arguments], []));
}
