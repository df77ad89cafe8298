using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class CaptionHashesStageTests
{
    private const string Caption = "A brown dog runs over the wet beach";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_words_have_the_same_signature_whatever_stands_between_them()
    {
        var one = await FeaturesAsync(Caption, 'a');
        var other = await FeaturesAsync("a BROWN dog, runs -- over the wet beach!", 'a');

        Assert.Equal(8.0, one.Number(KnownFeatures.CaptionWords));
        Assert.Equal(CaptionSignature.Length, Convert.FromBase64String(one.Code(KnownFeatures.CaptionSignature)!).Length);
        Assert.Equal(one.Code(KnownFeatures.CaptionSignature), other.Code(KnownFeatures.CaptionSignature));
    }

    /// <summary>Under another key four bits of a place agree by chance alone, one time in sixteen: so nothing can be tried without the
    /// key.</summary>
    [Fact]
    public async Task Signatures_of_two_keys_have_nothing_in_common()
    {
        var one = await FeaturesAsync(Caption, 'a');
        var other = await FeaturesAsync(Caption, 'b');

        var agree = Halves(one).Zip(Halves(other)).Count(pair => pair.First == pair.Second);

        Assert.InRange(agree, 2, 36); // 16 of 256 by chance, five standard deviations
        Assert.NotEqual(one.Code(KnownFeatures.CaptionKey), other.Code(KnownFeatures.CaptionKey));
    }

    [Fact]
    public void Without_a_key_the_pipeline_is_refused_and_told_where_one_goes()
    {
        var fault = Assert.Throws<ConfigurationException>(() => new CaptionHashesStage(new CaptionHashesStage.Options()));

        Assert.Contains("Privacy:KeyFile", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caption_without_words_has_no_signature()
    {
        var features = await FeaturesAsync(" ... !", 'a');

        Assert.Equal(0.0, features.Number(KnownFeatures.CaptionWords));
        Assert.False(features.Has(KnownFeatures.CaptionSignature));
    }

    [Fact]
    public void Scripts_without_blanks_have_a_word_a_character() =>
        Assert.Equal(["犬", "が", "走", "る", "fast"], CaptionSignature.Words("犬が走るFast"));

    private static IEnumerable<int> Halves(FeatureRow features) =>
        Convert.FromBase64String(features.Code(KnownFeatures.CaptionSignature)!).SelectMany(two => new[] { two & 0xf, two >> 4 });

    private static async Task<FeatureRow> FeaturesAsync(string caption, char key)
    {
        var secret = RedactionKey.Read(new PrivacyOptions { Key = new string(key, 64) });
        await using var stage = new CaptionHashesStage(new CaptionHashesStage.Options(), secret);
        using var sample = new Sample("s", 0) { Caption = caption };
        await stage.RunAsync([sample], Cancel);
        return sample.Features;
    }
}
