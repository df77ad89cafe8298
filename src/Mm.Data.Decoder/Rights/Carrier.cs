namespace Mm.Data.Decoder.Rights;

internal enum CarrierKind : byte
{
    /// <summary>A TIFF structure, with or without the six bytes that name it Exif.</summary>
    Exif,
    Xmp,

    /// <summary>IPTC-IIM records.</summary>
    Iptc,

    /// <summary>A part of a C2PA manifest store.</summary>
    C2pa,

    /// <summary>A field whose name says copyright.</summary>
    Copyright,

    /// <summary>A field whose name says author.</summary>
    Creator,

    /// <summary>Any other text: comments and the like.</summary>
    Text,

    /// <summary>A carrier that could not be taken apart.</summary>
    Unreadable,
}

/// <summary>One piece of metadata as it lies in a file.</summary>
internal readonly record struct Carrier(CarrierKind Kind, ReadOnlyMemory<byte> Bytes);
