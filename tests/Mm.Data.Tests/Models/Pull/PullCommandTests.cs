using System.Security.Cryptography;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Pull;

/// <summary>The program as a person runs it, against a server on this machine.</summary>
public sealed class PullCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FileServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FileServer.StartAsync();
        _server.Files["/org/abc/vocab.json"] = "{}"u8.ToArray();
        await File.WriteAllTextAsync(_folder["catalogue.yaml"], $$"""
            models:
              - name: mine
                licence: { name: MIT, terms: keep the notice, commercial: true }
                from: org/abc/
                source: this test
                files:
                  - { role: vocab, path: vocab.json, from: vocab.json, bytes: 2,
                      sha256: {{Convert.ToHexStringLower(SHA256.HashData("{}"u8))}} }
                settings: |
                  image: { size: 2, resize: squash, mean: [0, 0, 0], std: [1, 1, 1], input: p, output: e }
                  text: { tokenizer: clip-bpe, context: 6, input: i, output: t }
                  scoring: { kind: softmax, logit-scale: 1 }
                  thresholds: { match: 0.1 }
            """, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_pulled_and_then_known_to_be_there()
    {
        var first = await PullAsync("mine");
        var second = await PullAsync("mine");

        Assert.Equal((0, $"mine: pulled in {_folder["out"]}/mine\n"), (first.ExitCode, first.Output));
        Assert.Contains("licence MIT: keep the notice", first.Errors, StringComparison.Ordinal);
        Assert.Contains("vocab.json: 2 of 2 bytes", first.Errors, StringComparison.Ordinal);
        Assert.Equal((0, $"mine: there already in {_folder["out"]}/mine\n"), (second.ExitCode, second.Output));
    }

    [Fact]
    public async Task Other_bytes_are_a_finding()
    {
        _server.Files["/org/abc/vocab.json"] = "[]"u8.ToArray();

        var run = await PullAsync("mine");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is pinned", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out/mine"]));
    }

    [Fact]
    public async Task A_server_without_the_file_is_the_environments_fault()
    {
        _server.Files.Clear();

        Assert.Equal(3, (await PullAsync("mine")).ExitCode);
    }

    [Theory]
    [InlineData("yours", null, "No catalogue has a model 'yours'. Known: mine.")]
    [InlineData("mine", "http://example.org/", "is neither https nor on this machine")]
    public async Task What_cannot_be_meant_is_a_bad_argument(string name, string? from, string message)
    {
        var run = await PullAsync(name, from);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    private Task<Mmdata> PullAsync(string name, string? from = null) => Mmdata.RunAsync(
        _folder["state"], Cancel, "models", "pull", name, "--catalogue", _folder["catalogue.yaml"], "--from",
        from ?? _server.Address.ToString(), "--output", _folder["out"]);
}
