using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// What a picture's own metadata says of rights, as columns and hence in the audit, before rendering drops it. Says whether there is a
/// creator, never who. Pictures alone: of video and sound the columns are empty.
/// </summary>
[Stage("rights")]
public sealed class RightsStage : IStage
{
    public StageNeeds Needs { get; } = new(BatchMax: 64);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new("rights.opt-out", FeatureKind.Flag, "Any reservation against mining or training: one of the next four."),
        new("rights.data-mining", FeatureKind.Code, "IPTC and PLUS data mining: allowed, prohibited, prohibited-aiml-training, ..."),
        new("rights.tdm-reserved", FeatureKind.Flag, "tdm:reservation is 1 (W3C TDM Reservation Protocol)."),
        new("rights.no-ai", FeatureKind.Flag, "A keyword or instruction noai, noimageai or noml."),
        new("rights.c2pa-forbids", FeatureKind.Flag, "Content credentials with a training or mining use that is not allowed."),
        new("rights.c2pa", FeatureKind.Flag, "Content credentials (C2PA) are there; their signature is not checked."),
        new("rights.copyright", FeatureKind.Flag, "A copyright notice is there."),
        new("rights.creator", FeatureKind.Flag, "A creator is named."),
        new("rights.licence", FeatureKind.Code, "SPDX id of the licence that the metadata names, in lower case; other: none known."),
        new("rights.unreadable", FeatureKind.Flag, "Some metadata could not be read, so that a reservation may be unknown."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Asset;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            if (sample.Media?.Rights is { } rights)
                Write(rights, sample.Features);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Write(MediaRights rights, FeatureRow features)
    {
        features.Set("rights.opt-out", rights.OptsOut);
        features.Set("rights.tdm-reserved", rights.IsTdmReserved);
        features.Set("rights.no-ai", rights.SaysNoAi);
        features.Set("rights.c2pa-forbids", rights.DoesC2paForbid);
        features.Set("rights.c2pa", rights.HasC2pa);
        features.Set("rights.copyright", rights.HasCopyright);
        features.Set("rights.creator", rights.HasCreator);
        features.Set("rights.unreadable", rights.IsUnreadable);
        if (rights.DataMining.Length > 0)
            features.Set("rights.data-mining", rights.DataMining);
        if (rights.Licence.Length > 0)
            features.Set("rights.licence", rights.Licence);
    }

    /// <summary>Nothing to set.</summary>
    public sealed record Options;
}
