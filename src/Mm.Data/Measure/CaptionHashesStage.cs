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
    private readonly string _keyId;

    /// <exception cref="ConfigurationException">The settings have no key.</exception>
    public CaptionHashesStage(RedactionKey? key = null)
    {
        if (key is null)
        {
            throw new ConfigurationException("captions are hashed under a key, so that none can be guessed from a release; "
                + "set Privacy:KeyFile in appsettings.json or MMDATA_Privacy__Key in the environment");
        }

        _signature = new CaptionSignature(key.Derive(Name));
        _keyId = key.Id;
    }

    public StageNeeds Needs { get; } = new(BatchMax: 64);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.CaptionSignature, FeatureKind.Code, "Keyed MinHash of the caption's words and word pairs: 128 bytes, base64."),
        new(KnownFeatures.CaptionWords, FeatureKind.Whole, "Words of the caption; each character of a script without blanks is one."),
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
            var words = CaptionSignature.Words(sample.Caption);
            sample.Features.Set(KnownFeatures.CaptionWords, (long)words.Count);
            if (_signature.Of(words) is not { } signature)
                continue;
            sample.Features.Set(KnownFeatures.CaptionSignature, Convert.ToBase64String(signature));
            sample.Features.Set(KnownFeatures.CaptionKey, _keyId);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Nothing to set.</summary>
    public sealed record Options;
}
