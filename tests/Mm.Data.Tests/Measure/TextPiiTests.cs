using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Mm.Data.Render;
using Mm.Data.Tests.Measure.Text;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class TextPiiTests
{
    private const string Mixed =
        "Jane, jane@example.com, +1 415 555 0132, 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, "
        + "http://a:b@c.example/ and 2001:db8::1:2:3 😀";

    [Fact]
    public async Task Spans_counts_and_lengths_are_written()
    {
        var sample = await RunAsync("Write to jane@example.com\u200B now", new TextPii.Options());
        Assert.True(sample.IsLive);
        Assert.Equal([new Span(9, 16, "EMAIL", 1)], sample.Features.Spans("text-pii.spans"));
        Assert.Equal(1, sample.Features.Number("text-pii.count"));
        Assert.Equal(29, sample.Features.Number("text.length"));
        Assert.Equal(4, sample.Features.Number("text.words"));
    }

    [Fact]
    public async Task An_empty_caption_has_nothing()
    {
        var sample = await RunAsync("", new TextPii.Options());
        Assert.Equal((0, 0, 0), (sample.Features.Number("text-pii.count"), sample.Features.Number("text.length"),
            sample.Features.Number("text.words")));
    }

    [Fact]
    public async Task Only_the_chosen_types_are_looked_for()
    {
        var sample = await RunAsync(Mixed, new TextPii.Options { Types = ["IBAN"] });
        Assert.Equal("IBAN", Assert.Single(sample.Features.Spans("text-pii.spans")).Type);
    }

    [Fact]
    public async Task National_numbers_follow_the_chosen_regions()
    {
        Assert.Equal(0, (await RunAsync("on 612 34 56 78 daily", new TextPii.Options { Regions = ["US"] }))
            .Features.Number("text-pii.count"));
        Assert.Equal(1, (await RunAsync("on 612 34 56 78 daily", new TextPii.Options { Regions = ["ES"] }))
            .Features.Number("text-pii.count"));
    }

    [Fact]
    public void Unknown_types_countries_and_regions_are_told_all_at_once() =>
        Assert.Equal(4, Assert.Throws<ConfigurationException>(
            () => new TextPii(new TextPii.Options { Types = ["EMAIL", "email"], Countries = ["XX"], Regions = ["US", "XX", "us"] })).Problems.Count);

    [Fact]
    public async Task A_caption_that_is_too_long_is_quarantined()
    {
        var sample = await RunAsync(new string('x', 65_537), new TextPii.Options());
        Assert.Equal(new Verdict(Outcome.Quarantined, "text-pii", "text.too-long"), sample.Verdict);
    }

    [Fact]
    public async Task A_sample_that_was_decided_before_is_left_alone()
    {
        var sample = new Sample("id", 0) { Caption = Mixed };
        sample.Decide(Outcome.Failed, "decode", "decode.truncated");
        await new TextPii(new TextPii.Options()).RunAsync([sample], CancellationToken.None);
        Assert.False(sample.Features.Has("text-pii.count"));
    }

    [Fact]
    public void Every_type_is_found_once_and_in_order() =>
        Assert.Equal(["EMAIL", "PHONE", "CARD", "IBAN", "URL_CREDENTIALS", "IP_ADDRESS"], Scans.Types(Mixed));

    [Fact]
    public void A_text_that_was_redacted_has_nothing_left()
    {
        var redacted = TextRedaction.Replace(Mixed, Scans.Spans(Mixed));
        Assert.Equal("Jane, <EMAIL>, <PHONE>, <CARD>, <IBAN>, <URL_CREDENTIALS> and <IP_ADDRESS> 😀", redacted);
        Assert.Empty(Scans.Spans(redacted));
    }

    private static async Task<Sample> RunAsync(string caption, TextPii.Options options)
    {
        var sample = new Sample("id", 0) { Caption = caption };
        await new TextPii(options).RunAsync([sample], CancellationToken.None);
        return sample;
    }
}
