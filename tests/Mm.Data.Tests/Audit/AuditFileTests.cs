using System.Text;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_has_every_key_in_order_and_invariant_numbers()
    {
        const string expected = """
            {"codes":{"split":"train"},"digests":{"output":"aa","source":"bb"},"facts":{"a":0.1,"b":1E+20},"obfuscations":[],"outcome":"kept",
            "phase":"render","reason":"rendered","redactions":[{"kind":"face","region":[0.5,1],"where":"pixels"}],
            "sample":"s1","stage":"render"}
            """;

        Assert.Equal(expected.ReplaceLineEndings(""), Encoding.UTF8.GetString(AuditFile.Line(Event())));
    }

    [Fact]
    public async Task What_is_written_is_read_back_with_the_same_bytes()
    {
        AuditEvent[] events = [Event(), Event() with { SampleId = "s2", Redactions = [] }];
        var lines = await AuditFile.ReadAsync(await WriteAsync(events), Cancel).ToListAsync(Cancel);

        Assert.Equal(events.Select(AuditFile.Line), lines.Select(line => line.Bytes.ToArray()));
        Assert.Equal(["s1", "s2"], lines.Select(line => line.Event.SampleId));
        Assert.Equal(0.1, lines[0].Event.Facts["a"]);
    }

    [Fact]
    public async Task Lines_longer_than_the_buffer_are_whole()
    {
        Redaction[] many = [.. Enumerable.Range(0, 9000).Select(i => new Redaction("face", "pixels", [i / 3d, 0, 1, 1]))];
        AuditEvent[] events = [Event() with { Redactions = many }, Event() with { SampleId = "s2" }];
        var lines = await AuditFile.ReadAsync(await WriteAsync(events), Cancel).ToListAsync(Cancel);

        Assert.Equal([9000, 1], lines.Select(line => line.Event.Redactions.Count));
    }

    [Theory]
    [InlineData("{\"sample\":\"s1\"}\n")]
    [InlineData("\n")]
    [InlineData("not json\n")]
    public async Task A_line_that_is_no_event_is_named_by_its_number(string bad)
    {
        var path = await WriteAsync([Event()]);
        await File.AppendAllTextAsync(path, bad, Cancel);

        var error = await Assert.ThrowsAsync<FormatException>(async () => await AuditFile.ReadAsync(path, Cancel).ToListAsync(Cancel));

        Assert.Contains("Line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_with_the_same_meaning_but_other_bytes_is_refused()
    {
        var path = await WriteAsync([Event()]);
        var text = await File.ReadAllTextAsync(path, Cancel);
        await File.WriteAllTextAsync(path, text.Replace("0.1", "0.10", StringComparison.Ordinal), Cancel);

        await Assert.ThrowsAsync<FormatException>(async () => await AuditFile.ReadAsync(path, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_last_line_without_an_end_is_refused()
    {
        var path = await WriteAsync([Event()]);
        await using (var stream = new FileStream(path, FileMode.Open))
            stream.SetLength(stream.Length - 1);

        await Assert.ThrowsAsync<FormatException>(async () => await AuditFile.ReadAsync(path, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public void An_event_without_a_verdict_is_refused() =>
        Assert.Throws<ArgumentException>(() => AuditFile.Line(Event() with { Verdict = default }));

    [Fact]
    public void The_schema_names_every_key() => Assert.Equal(
        ["codes", "digests", "facts", "obfuscations", "outcome", "phase", "reason", "redactions", "sample", "stage"],
        AuditFile.Schema()["properties"]!.AsObject().Select(property => property.Key));

    private static AuditEvent Event() => new()
    {
        Phase = Phase.Render,
        SampleId = "s1",
        Verdict = new Verdict(Outcome.Kept, "render", "rendered"),
        Facts = new Dictionary<string, double> { ["b"] = 1e20, ["a"] = 0.1 },
        Digests = new Dictionary<string, string> { ["source"] = "bb", ["output"] = "aa" },
        Codes = new Dictionary<string, string> { ["split"] = "train" },
        Redactions = [new Redaction("face", "pixels", [0.5, 1])],
    };

    private async Task<string> WriteAsync(AuditEvent[] events)
    {
        var path = _folder["events.jsonl"];
        await using var stream = File.Create(path);
        await AuditFile.WriteAsync(stream, events, Cancel);
        return path;
    }
}
