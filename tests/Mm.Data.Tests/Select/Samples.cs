using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Tests.Select;

/// <summary>Measured samples for tests of Select.</summary>
internal static class Samples
{
    public static MeasuredSample Of(
        string id,
        string asset = "",
        ulong? hash = null,
        bool flat = false,
        Modality? modality = Modality.Image,
        double? cosine = null,
        long? pixels = null)
    {
        var features = new FeatureRow();
        if (modality is { } kind)
            features.Set(KnownFeatures.Modality, kind.ToString().ToLowerInvariant());
        if (hash is { } bits)
        {
            features.Set(KnownFeatures.PerceptualHash, bits.ToString("x16", CultureInfo.InvariantCulture));
            features.Set(KnownFeatures.FlatPicture, flat);
        }

        if (cosine is { } score)
            features.Set("alignment.cosine", score);
        if (pixels is { } count)
            features.Set("media.pixels", count);
        return new MeasuredSample(id, Digest(asset.Length == 0 ? id : asset), new Verdict(Outcome.Kept, "measure", "kept"), features);
    }

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Up to 40 samples that crowd together: hashes a few bits from five centres, assets that repeat, features that tie or lack, some
    /// sound, some flat.
    /// </summary>
    public static Gen<MeasuredSample[]> Crowd { get; } =
        from count in Gen.Int[0, 40]
        from centres in Gen.ULong.Array[5]
        from parts in Gen.Select(
            Gen.Int[0, 4], Gen.Int[0, 63].Array[0, 9], Gen.Int[0, 30], Gen.Int[0, 9], Gen.Int[0, 9]).Array[count]
        select parts.Select((part, i) => Make(i, centres[part.Item1], part.Item2, part.Item3, part.Item4, part.Item5)).ToArray();

    private static MeasuredSample Make(int i, ulong centre, int[] flips, int asset, int form, int score) => Of(
        $"s{i:d2}",
        $"asset-{asset}-{form == 0}",
        form == 0 ? null : flips.Aggregate(centre, (hash, bit) => hash ^ (1UL << bit)),
        flat: form == 1,
        modality: form switch { 0 => Modality.Audio, 2 => Modality.Video, _ => Modality.Image },
        cosine: score == 0 ? null : score / 10.0,
        pixels: 100 * (score % 3));
}
