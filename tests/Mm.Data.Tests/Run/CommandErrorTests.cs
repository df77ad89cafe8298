using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>What the program says and returns when it cannot do as asked: what, which, what to do, and nothing half-published.</summary>
public sealed class CommandErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_input_is_named_and_exits_with_2()
    {
        var run = await RunAsync("quickstart.yaml", _folder["absent"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("absent", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public async Task A_missing_pipeline_file_is_named_and_exits_with_2()
    {
        var run =
            await Mmdata.RunAsync(_folder["state"], Cancel, "run", _folder["no.yaml"], "--input", _folder.Path, "--output", _folder["out"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no.yaml", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_a_pipeline_file_is_told_at_once_with_line_and_stage()
    {
        await File.WriteAllTextAsync(_folder["bad.yaml"], """
            name: bad
            version: 1
            measure:
              - stage: hashez
              - stage: text-pii
                with: { regions: 7 }
            select:
              rules:
                - { feature: alignment.cosine, min: high, reason: alignment.low }
            render: { imageQuality: 900 }
            """, Cancel);
        Directory.CreateDirectory(_folder["in"]);
        var run = await Mmdata.RunAsync(
            _folder["state"], Cancel, "run", _folder["bad.yaml"], "--input", _folder["in"], "--output", _folder["out"]);
        Assert.Equal(2, run.ExitCode);
        Assert.All(["bad.yaml:4", "hashez", "bad.yaml:6", "text-pii", "bad.yaml:9", "bad.yaml:10"],
            part => Assert.Contains(
                part, run.Errors.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_model_is_named_with_those_there_are()
    {
        Picture();
        var run = await RunAsync("quickstart.yaml", _folder["in"], "--set", "measure.alignment.model=gigantic");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("gigantic", run.Errors, StringComparison.Ordinal);
        Assert.Contains("mini", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_holds_other_files_is_refused_and_left_as_it_was()
    {
        Picture();
        Directory.CreateDirectory(_folder["out"]);
        await File.WriteAllTextAsync(_folder["out/thesis.txt"], "mine", Cancel);
        var run = await RunAsync("quickstart.yaml", _folder["in"], "--replace");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(_folder["out"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_wrong_setting_is_told_with_its_section()
    {
        var run = await Mmdata.RunAsync(
            _folder["state"], Cancel, "models", "list", "--config", "Decode:MegapixelsMax=-3", "--config", "Dekode:X=1");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Decode", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Dekode", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_arguments_exit_with_2()
    {
        var run = await Mmdata.RunAsync(_folder["state"], Cancel, "run", "--outptu", "x");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--outptu", run.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Picture()
    {
        Directory.CreateDirectory(_folder["in"]);
        File.WriteAllBytes(_folder["in/a.png"], Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
        File.WriteAllText(_folder["in/a.txt"], "A dot.");
    }

    private Task<Mmdata> RunAsync(string pipeline, string input, params string[] more) => Mmdata.RunAsync(
        _folder["state"], Cancel, ["run", Checkout.Pipeline(pipeline), "--input", input, "--output", _folder["out"], .. more]);
}
