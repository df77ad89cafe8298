using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Render;
using Xunit;

namespace Mm.Data.Tests.Render;

public sealed class SoundPlanTests
{
    private static readonly RenderOptions Options = new() { Sound = SoundPolicy.MuteSpans, MuteMarginSeconds = 0.25 };

    [Fact]
    public void Without_a_transcript_all_speech_is_muted() =>
        Assert.Equal([new(1, 2), new(4, 5)], SoundPlan.Mute(Options, Features([1, 2, 4, 5])));

    [Fact]
    public void With_one_the_personal_data_is_muted_with_its_margins() =>
        Assert.Equal([new(1.25, 1.75)], SoundPlan.Mute(Options, Features([1, 2], words: [1, 1.5f, 1.5f, 2], personal: [1.5f, 1.5f])));

    [Fact]
    public void Speech_that_the_transcript_has_no_word_for_is_muted_too() =>
        Assert.Equal([new(2.5, 6), new(8.5, 9)], SoundPlan.Mute(Options, Features([1, 6, 7, 9], words: [1, 2, 6.5f, 8], personal: [])));

    [Fact]
    public void Where_nobody_looked_for_speech_nothing_can_be_told() => Assert.Null(SoundPlan.Mute(Options, new FeatureRow()));

    [Fact]
    public void A_recipe_that_keeps_or_removes_sound_mutes_nothing() =>
        Assert.Empty(SoundPlan.Mute(Options with { Sound = SoundPolicy.Keep }, new FeatureRow())!);

    private static FeatureRow Features(float[] speech, float[]? words = null, float[]? personal = null)
    {
        var features = new FeatureRow();
        features.Set(KnownFeatures.SpeechIntervals, speech);
        if (words is not null)
            features.Set(KnownFeatures.SpokenIntervals, words);
        if (personal is not null)
            features.Set(KnownFeatures.SpokenPersonalIntervals, personal);
        return features;
    }
}
