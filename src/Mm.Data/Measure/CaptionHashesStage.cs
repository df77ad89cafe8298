using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Measures by what Select tells captions that are nearly the same, among samples and with evaluation sets, without having the captions.
/// Hashed under the key of the settings: a signature says nothing to who has not got it, and those of two keys say nothing of each other.
/// </summary>
[Stage(Name)]
public sealed class CaptionHashesStage : IStage
{
    public const string Name = "caption-hashes";

    private readonly CaptionSignature _signature;
    private readonly CaptionGrams _grams;
    private readonly string _keyId;

    /// <exception cref="ConfigurationException">The settings have no key.</exception>
    public CaptionHashesStage(Options options, RedactionKey? key = null)
    {
        if (key is null)
        {
            throw new ConfigurationException("captions are hashed under a key, so that none can be guessed from a release; "
                + "set Privacy:KeyFile in appsettings.json or MMDATA_Privacy__Key in the environment");
        }

        _signature = new CaptionSignature(key.Derive(Name));
        _grams = new CaptionGrams(key.Derive(Name + " grams"), options.GramWords);
        _keyId = key.Id;
    }

    public StageNeeds Needs { get; } = new(BatchMax: 64);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.CaptionSignature, FeatureKind.Code, "Keyed MinHash of the caption's words and word pairs: 128 bytes, base64."),
        new(KnownFeatures.CaptionWords, FeatureKind.Whole, "Words of the caption; each character of a script without blanks is one."),
        new(KnownFeatures.CaptionGrams, FeatureKind.Code, "Keyed hashes of the caption's runs of gramWords words, base64; 512 at most."),
        new(KnownFeatures.CaptionKey, FeatureKind.Code, "Name of the key of the signature: 16 hex digits."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Caption;

    public string AlsoDecidedBy => _keyId;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            cancel.ThrowIfCancellationRequested();
            Measure(sample.Caption, _signature, _grams, _keyId, sample.Features);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes what the stage measures of a caption.</summary>
    /// <param name="caption">The caption.</param>
    /// <param name="signature">Of words and word pairs.</param>
    /// <param name="grams">Of runs of words.</param>
    /// <param name="keyId">Name of the key of both.</param>
    /// <param name="features">Where to.</param>
    public static void Measure(
        string caption, CaptionSignature signature, CaptionGrams grams, string keyId, FeatureRow features)
    {
        var words = CaptionSignature.Words(caption);
        features.Set(KnownFeatures.CaptionWords, (long)words.Count);
        if (signature.Of(words) is not { } places)
            return;
        features.Set(KnownFeatures.CaptionSignature, Convert.ToBase64String(places));
        features.Set(KnownFeatures.CaptionKey, keyId);
        if (grams.Of(words) is { Length: > 0 } runs)
            features.Set(KnownFeatures.CaptionGrams, Convert.ToBase64String(runs));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public sealed record Options
    {
        [Description("Words in a row that two captions have in common when one quotes the other. Of 32,500 captions of Flickr8k five "
            + "share 10 with one of 2,500 others, 74 share 8.")]
        [Range(4, 50)]
        public int GramWords { get; init; } = 10;
    }
}
