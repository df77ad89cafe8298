using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Publish;

/// <summary>Two processes that put a release at one place.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private readonly TinyRelease _tiny = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OutputFolder Output => new(_tiny.Output);

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Who_comes_second_with_another_release_is_told_what_lies_there()
    {
        await _tiny.PublishAsync("run-1");
        await _tiny.StageAsync();

        var told = Assert.Throws<ConfigurationException>(() => Output.Take(_tiny.Staging, "run-2", replace: false));

        Assert.Contains("run-1", told.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_tiny.Staging), "what the loser made is kept");
    }

    [Fact]
    public async Task Who_comes_second_with_the_same_release_finds_it_there()
    {
        await _tiny.PublishAsync("run-1");
        await _tiny.StageAsync();

        Assert.False(Output.Take(_tiny.Staging, "run-1", replace: false));
    }

    [Fact]
    public async Task What_is_no_release_and_came_meanwhile_is_left_alone()
    {
        await _tiny.StageAsync();
        Directory.CreateDirectory(_tiny.Output);
        await File.WriteAllTextAsync(_tiny["thesis.txt"], "mine", Cancel);

        Assert.Throws<ConfigurationException>(() => Output.Take(_tiny.Staging, "run-1", replace: true));
        Assert.Equal("mine", await File.ReadAllTextAsync(_tiny["thesis.txt"], Cancel));
    }
}
