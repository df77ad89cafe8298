namespace Mm.Data.Tests.Decode.Av;

/// <summary>What exiftool may name in a rendered film or sound: sizes, codings and the structure of the container.</summary>
internal static class MediaTags
{
    public static IReadOnlySet<string> Harmless { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "File:FileType",
        "File:FileTypeExtension",
        "File:MIMEType",
    }.Union(Of(
        "QuickTime",
        "MajorBrand MinorVersion CompatibleBrands MovieHeaderVersion CreateDate ModifyDate TimeScale Duration PreferredRate PreferredVolume "
        + "MatrixStructure PreviewTime PreviewDuration PosterTime SelectionTime SelectionDuration CurrentTime NextTrackID HandlerType "
        + "HandlerVendorID MediaDataSize MediaDataOffset"))
        .Union(Of("Track1", Track + " ImageWidth ImageHeight GraphicsMode OpColor CompressorID SourceImageWidth SourceImageHeight XResolution "
            + "YResolution CompressorName BitDepth ColorProfiles ColorPrimaries TransferCharacteristics MatrixCoefficients PixelAspectRatio "
            + "VideoFrameRate"))
        .Union(Of("Track2", Track + " Balance AudioFormat AudioChannels AudioBitsPerSample AudioSampleRate"))
        .Union(Of("FLAC", "BlockSizeMin BlockSizeMax FrameSizeMin FrameSizeMax SampleRate Channels BitsPerSample TotalSamples MD5Signature"))
        .Union(Of("Vorbis", "Vendor"))
        .Union(Of("Composite", "AvgBitrate Rotation Duration"))
        .ToHashSet(StringComparer.Ordinal);

    private const string Track = "TrackHeaderVersion TrackCreateDate TrackModifyDate TrackID TrackDuration TrackLayer TrackVolume "
        + "MatrixStructure MediaHeaderVersion MediaCreateDate MediaModifyDate MediaTimeScale MediaDuration MediaLanguageCode HandlerType "
        + "HandlerDescription BufferSize MaxBitrate AverageBitrate";

    private static IEnumerable<string> Of(string group, string names) => names.Split(' ').Select(name => $"{group}:{name}");
}
