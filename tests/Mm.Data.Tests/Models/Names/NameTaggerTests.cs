using Mm.Data.Models.Names;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

/// <summary>The committed model on sentences of ours. What it reaches on labelled sets is in its card.</summary>
public sealed class NameTaggerTests
{
    [Theory]
    [InlineData("Yesterday Margaret Thornbury wrote to us.", "PERSON:Margaret Thornbury")]
    [InlineData("Photo by Ingrid Solberg / Reuters", "PERSON:Ingrid Solberg")]
    [InlineData("my name is tracy sullivan and i need help", "PERSON:tracy sullivan")]
    [InlineData("Please send it to 221 Maple Street, Springfield, IL 62704.", "ADDRESS:")]
    [InlineData("We flew from Lisbon to Nairobi.", "LOCATION:Lisbon; LOCATION:Nairobi")]
    [InlineData("Kind regards,\nPetra Novotná\nSales manager", "PERSON:Petra Novotná")]
    [InlineData("[SMS] Zhang Wei: I'm at the gate", "PERSON:Zhang Wei")]
    public void Names_and_addresses_are_found(string text, string expected) =>
        Assert.Contains(expected, NamesModel.Found(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("A man in a red shirt is standing on the beach .")]
    [InlineData("Two black dogs run through the tall grass beside a river.")]
    [InlineData("How can I change my password?")]
    [InlineData("a close-up of a rose in the garden")]
    [InlineData("")]
    [InlineData(" \n\n ")]
    [InlineData("?!")]
    public void Nothing_is_found_where_nobody_is_named(string text) => Assert.Empty(NamesModel.Found(text));

    /// <summary>No text makes it fail; spans lie in it, in order, begin and end with more than white space, and scores are in [0, 1].</summary>
    [Fact]
    public void Any_text_is_read_and_spans_stand_in_order()
    {
        string[] pieces =
        [
            "Jane", "jane", "DOE", "12", "1999", "東京", "é", "\u0301", "😀", "\ud83d", "-", "'", ".", ",", "\n", "\n\n", "\t", "<PERSON>",
            "of", "St", "Mr.", "x@y.z",
        ];
        var state = 11u;
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 400).Select(i =>
                pieces[(int)((state = (state * 1664525) + 1013904223) >> 9) % pieces.Length] + ((state & 3) == 0 ? "" : " ")));
            var at = 0;
            foreach (var span in NamesModel.Tagger.Tag(text))
            {
                Assert.True(span.Start >= at && span.Length > 0 && span.Start + span.Length <= text.Length);
                Assert.InRange(span.Score, 0, 1);
                Assert.False(char.IsWhiteSpace(text[span.Start]));
                at = span.Start + span.Length;
            }
        }
    }

    [Fact]
    public async Task Many_threads_find_what_one_finds()
    {
        var texts = Enumerable.Range(0, 64).Select(i => $"{i} people met Anna Kowalska and Mr. Lee in Oslo on May {i}, then wrote to Acme Ltd.").ToArray();
        var expected = texts.Select(NamesModel.Found).ToArray();

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => texts.Select(NamesModel.Found).ToArray())));

        Assert.All(found, one => Assert.Equal(expected, one));
    }

    /// <summary>A text of nothing but names is one stretch, cut at the longest that is decoded together; none is lost at a cut.</summary>
    [Fact]
    public void Long_texts_are_read_to_their_end()
    {
        var text = string.Concat(Enumerable.Repeat("Dr. Anna Kowalska met Mr. John Lee in Oslo. ", 2000));

        var people = NamesModel.Tagger.Tag(text).Count(span => text.Substring(span.Start, span.Length).Split(' ')[^1] is "Kowalska" or "Lee");

        Assert.InRange(people, 3900, 4100);
    }

    [Fact]
    public void The_types_are_those_that_pipeline_files_and_placeholders_use() => Assert.Equal(
        ["PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "TITLE", "NRP", "DATE_TIME", "AGE"], NameLabel.Names);
}
