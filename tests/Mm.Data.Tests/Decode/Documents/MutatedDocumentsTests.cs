using System.Text;
using Mm.Data.Decode;
using Mm.Data.Fuzz;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Documents;

/// <summary>Documents that were damaged, always in the same ways, opened by a real child. It must answer each, and live.</summary>
public sealed class MutatedDocumentsTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private const int Rounds = 400;

    [Fact]
    public async Task A_damaged_document_is_read_or_refused_and_ends_no_child()
    {
        byte[][] seeds =
        [
            new MadePdf().Text(60, 60, 11, "Words and more of them.").Table(60, 100, ["a", "b"], ["c", "d"])
                .Png(60, 300, 96, 64, PlainPng.Write(new byte[64 * 64 * 3], 64, 64)).Build(),
            new RawPdf().Build(),
            Encoding.UTF8.GetBytes("<!doctype html><h1>A</h1><p>b<table><tr><td>c<td>d</table><figure><img src='data:image/png;base64,"
                + Convert.ToBase64String(PlainPng.Write(new byte[64 * 64 * 3], 64, 64)) + "'><figcaption>e</figcaption></figure>"),
        ];
        var random = new Random(20261127);
        var mutator = new Mutator(random);
        var reasons = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var input = mutator.Mutate(seeds[round % seeds.Length], seeds);
            if (input.Length == 0)
                continue;
            var content = await decoder.Pool.DocumentAsync(input, new DocumentOptions(), TestContext.Current.CancellationToken);
            var reason = content.Reason ?? "read";
            Assert.False(reason is DecodeReasons.Crashed or DecodeReasons.Protocol or DecodeReasons.Timeout, $"{reason}: {Convert.ToBase64String(input)}");
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }

        Assert.True(reasons.GetValueOrDefault("read") > 0 && reasons.Count > 1, string.Join(", ", reasons));
    }
}
