using Mm.Data.Models.Names;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

public sealed class NameLexiconTests
{
    [Fact]
    public void Words_have_their_kinds_and_others_have_none()
    {
        var words = Enumerable.Range(0, 400).ToDictionary(
            i => NameTokenizer.HashOf($"word{(char)('a' + (i % 26))}{new string('x', i / 26)}"),
            i => (WordKinds)(1 + (i % 511)));
        var lexicon = NameLexicon.Build(words, 10);

        Assert.All(words, word => Assert.Equal(word.Value, lexicon[word.Key]));
        Assert.All(Enumerable.Range(0, 400), i => Assert.Equal(WordKinds.None, lexicon[NameTokenizer.HashOf($"other{new string('y', i)}")]));
    }

    [Fact]
    public void The_order_of_the_words_does_not_matter()
    {
        var words = Enumerable.Range(1, 300).Select(i => KeyValuePair.Create((uint)i * 2654435761u, WordKinds.City)).ToArray();

        Assert.Equal(NameLexicon.Build(words, 9).Slots.ToArray(), NameLexicon.Build(words.Reverse(), 9).Slots.ToArray());
    }
}
