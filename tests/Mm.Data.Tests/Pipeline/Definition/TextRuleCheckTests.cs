using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Definition;

public sealed class TextRuleCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sound_rules_load_with_their_values()
    {
        var rules = Load("[{ types: [EMAIL], with: mask, keepLast: 4 }, { with: drop }]").Definition.Render.Text;
        Assert.Equal([(TextOperator.Mask, 4, 1), (TextOperator.Drop, 0, 0)], rules.Select(rule => (rule.With, rule.KeepLast, rule.Types.Count)));
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var problems = Problems("""
            [{ types: [EMAIL, EMIAL], with: hash }, { types: [EMAIL], with: encrypt, keepLast: 2 }, { with: mask }, { with: replace }]
            """);

        string[] told =
        [
            "render.text[0].with: hash needs a key", "render.text[0].types[1]: no stage in measure finds EMIAL",
            "render.text[1].with: encrypt needs a key", "render.text[1].keepLast: only mask keeps anything",
            "render.text[1].types[0]: EMAIL stands in render.text[0] too", "render.text[3]: render.text[2] has no types either",
        ];
        Assert.Equal(
            told.Order(StringComparer.Ordinal),
            problems.Select(problem => problem[problem.IndexOf("render", StringComparison.Ordinal)..].Split(';')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_operator_that_there_is_not_is_told() =>
        Assert.Contains("with", Assert.Single(Problems("[{ with: shred }]")), StringComparison.Ordinal);

    [Fact]
    public void With_a_key_keyed_operators_are_sound() =>
        Assert.Equal(TextOperator.Hash, Load("[{ with: hash }]", hasKey: true).Definition.Render.Text[0].With);

    private IReadOnlyList<string> Problems(string rules) => Assert.Throws<ConfigurationException>(() => Load(rules)).Problems;

    private LoadedPipeline Load(string rules, bool hasKey = false)
    {
        var path = _folder["pipeline.yaml"];
        File.WriteAllText(path, $$"""
            name: rules
            version: 1
            measure: [{ stage: media }, { stage: text-pii }]
            render:
              text: {{rules}}
            """);
        return PipelineFile.Load(path, FakeStages.Catalog(), [], new Keys(hasKey));
    }

    private sealed class Keys(bool hasKey) : IServiceProvider
    {
        public object? GetService(Type serviceType) =>
            hasKey && serviceType == typeof(RedactionKey) ? RedactionKey.Read(new PrivacyOptions { Key = new string('a', 64) }) : null;
    }
}
