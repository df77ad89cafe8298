using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Definition;

public sealed class PipelineFileTests : IDisposable
{
    private const string Sound = """
        name: sound
        version: 1
        measure:
          - stage: media
          - stage: text-pii
          - stage: hashes
          - stage: alignment
            with: { model: mini }
          - stage: faces
        select:
          rules:
            - { feature: text.length, min: 1, reason: caption.empty }
            - { feature: alignment.cosine, min: 0.2, reason: alignment.low, on: [image, video] }
        render:
          fill:
            - { feature: faces.boxes, kind: face }
        """;

    private readonly string _path =
        Path.Combine(Path.GetTempPath(), $"pipeline-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.yaml");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_sound_file_loads_with_its_values_and_builds_its_stages_in_order()
    {
        var loaded = Load(Sound);

        Assert.Equal("sound", loaded.Definition.Name);
        Assert.Equal(0.2, loaded.Definition.Select.Rules[1].Min);
        Assert.Equal([Modality.Image, Modality.Video], loaded.Definition.Select.Rules[1].On);
        Assert.Equal(6, loaded.Definition.Select.Duplicates.PerceptualBits);
        Assert.Equal(
            FakeStages.Types.Where(type => type != typeof(FakeStages.ImageText)),
            loaded.Stages.Select(stage => stage.GetType()));
        Assert.Equal("mini", Assert.IsType<FakeStages.Alignment>(loaded.Stages[3]).Given.Model);
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_its_line()
    {
        var problems = Problems("""
            name: Not Kebab
            version: 2
            extra: 1
            shards: { samples: many }
            measure:
              - stage: media
              - stage: alignmnt
              - stage: faces
                with:
                  threshold: 7
                  loook: whole
                  flip: "yes"
              - stage: text-pii
              - stage: media
              - stage: alignment
                with: { model: maxi }
            select:
              rules:
                - feature: text.lenght
                  min: 1
                  reason: caption.empty
                - { feature: text.length, reason: Bad Reason }
                - { min: 1 }
                - { feature: media.modality, min: 1, reason: a, on: [picture] }
              duplicates: { keepBest: [media.pixel] }
            render:
              fill:
                - { feature: faces.count, kind: face, grow: 9 }
              sound: mute
            """);

        string[] expected =
        [
            ":1: name must match ^[a-z0-9]+(-[a-z0-9]+)*$, found \"Not Kebab\"",
            ":2: version must be 1, found 2",
            ":3: the pipeline: unknown key extra; "
            + "known: name, version, description, source, shards, frames, decode, measure, select, render, publish, evaluate, schedule, cursor",
            ":4: shards.samples must be a whole number, between 1 and 100000, found \"many\"",
            ":7: measure[1]: unknown stage alignmnt; did you mean alignment? known: alignment, faces, hashes, image-text, media, text-pii",
            ":10: measure[2] faces: threshold must be between 0 and 1, found 7",
            ":11: measure[2] faces: unknown key loook; did you mean look? known: model, threshold, look, flip",
            ":12: measure[2] faces: flip must be true or false, found \"yes\"",
            ":14: measure[4]: the stage media stands twice, first as measure[0]",
            ":16: measure[5] alignment: unknown model maxi; known: mini",
            ":19: select.rules[0].feature: no stage in measure writes text.lenght; did you mean text.length? known: "
                + "faces.area-share, faces.count, media.aspect, media.pixels, text.length, text.words",
            ":22: select.rules[1].reason must match ^[a-z0-9]+([.-][a-z0-9]+)*$, found \"Bad Reason\"",
            ":22: select.rules[1]: a rule needs min or max",
            ":23: select.rules[2]: the key reason is missing (Kebab-case reason code of the drop)",
            ":23: select.rules[2]: a rule needs rule, a condition, or feature with min or max",
            ":24: select.rules[3].on[0] must be one of image, video, audio, found \"picture\"",
            ":24: select.rules[3].feature must name a number; media.modality holds a code; known: "
                + "faces.area-share, faces.count, media.aspect, media.pixels, text.length, text.words",
            ":25: select.duplicates.keepBest[0]: no stage in measure writes media.pixel; did you mean media.pixels? known: "
                + "faces.area-share, faces.count, media.aspect, media.pixels, text.length, text.words",
            ":28: render.fill[0].grow must be between 1 and 3, found 9",
            ":28: render.fill[0].feature must name boxes; faces.count holds a number; known: faces.boxes",
            ":29: render.sound must be one of remove, keep, mute-spans, found \"mute\"",
        ];
        Assert.Equal(expected.Select(text => _path + text), problems);
    }

    [Theory]
    [InlineData("name: x\nmeasure: [a\nversion: 1\n", ":2: not valid YAML")]
    [InlineData("name: x\nname: y\n", ":2: the key name stands twice")]
    [InlineData("base: &b { name: x }\nsource:\n  <<: *b\n", ":3: merge keys (<<) are not allowed")]
    [InlineData("name: !!python/object x\n", ":1: the tag tag:yaml.org,2002:python/object is not allowed")]
    [InlineData("name: !x y\n", ":1: the tag !x is not allowed")]
    [InlineData("name: !<tag:yaml.org,2002:js/function> y\n", ":1: the tag tag:yaml.org,2002:js/function is not allowed")]
    [InlineData("a: !!map {b: !!binary aGk=}\n", ":1: the tag tag:yaml.org,2002:binary is not allowed")]
    [InlineData("name: x\n---\nname: y\n", ":2: not valid YAML: a second document begins")]
    [InlineData("name: *nowhere\n", ":1: not valid YAML: the alias *nowhere names nothing above it")]
    [InlineData("a: &a [*a]\n", ":1: not valid YAML: the alias *a names nothing above it")]
    [InlineData("version: .inf\n", ":1: .inf is not a finite number")]
    [InlineData("version: 99999999999999999999\n", ":1: 99999999999999999999 does not fit in 64 bits")]
    [InlineData("? [a]\n: 1\n", ":1: not valid YAML: a key must be a plain word")]
    [InlineData("", ":1: must hold keys")]
    [InlineData("- a\n", ":1: must hold keys")]
    public void Broken_yaml_is_told_with_its_line(string yaml, string problem) =>
        Assert.Contains(Problems(yaml), found => found.StartsWith(_path + problem, StringComparison.Ordinal));

    [Fact]
    public void Deep_nesting_is_refused_before_it_can_overflow_the_stack() =>
        Assert.Contains("nested deeper than 32 levels", Assert.Single(Problems(new string('[', 200_000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("? ", 100_000)]
    [InlineData("!!map ", 100_000)]
    [InlineData("&a ", 100_000)]
    public void No_way_to_nest_overflows_the_stack_or_hangs(string part, int times) =>
        Assert.NotEmpty(Problems(string.Concat(Enumerable.Repeat(part, times))));

    [Fact]
    public void Aliases_cannot_blow_up()
    {
        var lines = Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]");
        var problems = Problems($"a0: &a0 [x, x, x, x, x, x, x, x, x]\n{string.Join('\n', lines)}\n");

        Assert.Contains("more than 20000 values, aliases expanded", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_not_read() =>
        Assert.Contains(
            "has at most 1024 KiB", Assert.Single(Problems(new string('#', PipelineFile.BytesMax + 1))), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_a_configuration_error()
    {
        var e = Assert.Throws<ConfigurationException>(() => PipelineFile.Load("pipelines/none.yaml", FakeStages.Catalog(), []));

        Assert.Equal("pipelines/none.yaml: there is no such pipeline file", Assert.Single(e.Problems));
    }

    [Fact]
    public void Quoted_scalars_are_text_and_unquoted_ones_are_typed()
    {
        var problems = Problems(Sound.Replace("version: 1", "version: \"1\"").Replace("name: sound", "name: 12"));

        Assert.Equal(
            [
                $"{_path}:1: name must be text (quote it if it looks like a number), found 12",
                $"{_path}:2: version must be a whole number, 1, found \"1\"",
            ],
            problems);
    }

    [Fact]
    public void A_check_that_no_schema_can_say_is_told_at_the_stage() => Assert.Equal(
        $"{_path}:10: measure[4] faces: flip does not go with look: tiles",
        Assert.Single(Problems(Sound.Replace("- stage: faces", "- stage: faces\n    with: { flip: true, look: tiles }"))));

    [Fact]
    public void Two_stages_that_write_one_column_are_refused()
    {
        Write(Sound.Replace("  - stage: faces", "  - stage: faces\n  - stage: twin"));
        var catalog = new StageCatalog([.. FakeStages.Types, typeof(Twin)]);

        var e = Assert.Throws<ConfigurationException>(() => PipelineFile.Load(_path, catalog, [], new FakeStages.Models()));

        Assert.Equal($"{_path}:10: measure[5] twin writes faces.boxes, which another stage writes too", Assert.Single(e.Problems));
    }

    [Fact]
    public void Captions_do_not_stay_unredacted_because_a_stage_was_forgotten()
    {
        var yaml =
            Sound.Replace("  - stage: text-pii\n", "").Replace("    - { feature: text.length, min: 1, reason: caption.empty }\n", "");

        Assert.Contains(
            "render.replaceText: no stage writes text-pii.spans, its default", Assert.Single(Problems(yaml)), StringComparison.Ordinal);
        Assert.Empty(Load(yaml.Replace("render:", "render:\n  replaceText: []")).Definition.Render.ReplaceText);
    }

    [Fact]
    public void A_pipeline_without_the_media_stage_is_refused() => Assert.Contains(
            Problems(Sound.Replace("  - stage: media\n", "")),
            problem => problem.Contains("the stage media is missing", StringComparison.Ordinal));

    [Fact]
    public void Files_that_mean_the_same_have_the_same_fingerprint()
    {
        var written = Sound
            .Replace("- stage: faces", "- stage: faces\n    with: { look: whole, flip: false, threshold: null }")
            .Replace("{ model: mini }", "{ batch: 16, model: \"mini\" }")
            .Replace("min: 1,", "min: 1.0,")
            .Replace("render:", "shards: { samples: 256 }\nrender:\n  # as by default\n  sideMax: 1024");

        Assert.NotEqual(Sound, written);
        Assert.Equal(Load(Sound).Definition.Fingerprint, Load(written).Definition.Fingerprint);
        Assert.NotEqual(Load(Sound).Definition.Fingerprint, Load(written.Replace("batch: 16", "batch: 17")).Definition.Fingerprint);
    }

    [Fact]
    public void Without_services_models_and_features_stay_unchecked()
    {
        Write(Sound.Replace("model: mini", "model: maxi"));

        Assert.Equal(5, PipelineFile.Load(_path, FakeStages.Catalog(), []).Measure.Count);
    }

    private LoadedPipeline Load(string yaml, params IReadOnlyList<string> overrides)
    {
        Write(yaml);
        return PipelineFile.Load(_path, FakeStages.Catalog(), overrides, new FakeStages.Models());
    }

    private IReadOnlyList<string> Problems(string yaml, params IReadOnlyList<string> overrides) =>
        Assert.Throws<ConfigurationException>(() => Load(yaml, overrides)).Problems;

    [Stage("twin")]
    private sealed class Twin() : FakeStages.Stage(new FeatureColumn("faces.boxes", FeatureKind.Boxes, ""))
    {
        public sealed record Options;
    }

    private void Write(string yaml) => File.WriteAllText(_path, yaml);
}
