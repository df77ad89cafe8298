using Mm.Data.Measure.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class NameRecogniserTests
{
    [Theory]
    [InlineData("Jane met Bob", "PERSON:Jane met Bob")]
    [InlineData("<PERSON> met Bob", "PERSON:met Bob")]
    [InlineData("Jane, <PERSON:Bogatiku>, Bob", "PERSON:Jane; PERSON:Bob")]
    [InlineData("<EMAIL> <PHONE>", "")]
    [InlineData("<Jane> <b>", "PERSON:Jane> <b")]
    [InlineData("a < B: > c", "PERSON:a < B: > c")]
    [InlineData("<", "")]
    [InlineData("<A:\n>", "PERSON:A")]
    public void What_stands_for_personal_data_already_is_no_name(string text, string expected) =>
        Assert.Equal(expected, string.Join("; ", Scans.Of(new NameRecogniser(new All()), text).Select(one => $"{one.Type}:{text[one.Start..one.End]}")));

    [Fact]
    public void Names_go_around_what_others_found()
    {
        const string text = "Jane 555-0100, Bob";
        List<Finding> found = [new(5, 13, "PHONE", 1), new(7, 9, "ID", 1)];

        new NameRecogniser(new All()).Find(text, found);

        Assert.Equal(["PHONE:555-0100", "ID:5-", "PERSON:Jane", "PERSON:Bob"], found.Select(one => $"{one.Type}:{text[one.Start..one.End]}"));
    }

    /// <summary>Takes the whole text for the name of a person.</summary>
    private sealed class All : INameTagger
    {
        public ModelUse Model { get; } = new("all", "00", "MIT");

        public IReadOnlyList<string> Types => ["PERSON"];

        public IReadOnlyList<Mm.Data.Pipeline.Span> Tag(ReadOnlySpan<char> text) => [new(0, text.Length, "PERSON", 0.9f)];
    }
}
