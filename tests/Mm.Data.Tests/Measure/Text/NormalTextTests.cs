using CsCheck;
using Mm.Data.Measure.Text;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class NormalTextTests
{
    [Theory]
    [InlineData("ａ＠ｂ １２", "a@b 12")]
    [InlineData("x\u00A0y\u2009z", "x y z")]
    [InlineData("1\u20112\u22123", "1-2-3")]
    [InlineData("a\u200B\u00AD\uFEFFb", "ab")]
    [InlineData("٣٤५𝟞", "3456")]
    [InlineData("a&#64;b&#x2E;c&amp;&bogus;&", "a@b.c&&bogus;&")]
    [InlineData("é 😀 用", "é 😀 用")]
    public void Forms_of_the_same_character_become_one(string original, string normal) =>
        Assert.Equal(normal, new NormalText(original).Text);

    [Fact]
    public void A_stretch_is_located_in_the_original()
    {
        var text = new NormalText("😀 a\u200B&#64;ｂ!");
        var start = text.Text.IndexOf('a', StringComparison.Ordinal);
        Assert.Equal((3, 8), text.Locate(start, start + 3));
    }

    [Fact]
    public void Any_text_has_places_for_all_its_characters() =>
        Gen.String.Sample(original =>
        {
            var text = new NormalText(original);
            for (var i = 0; i < text.Text.Length; i++)
            {
                var (start, length) = text.Locate(i, i + 1);
                Assert.InRange(start, 0, original.Length - 1);
                Assert.InRange(length, 1, original.Length - start);
            }
        });
}
