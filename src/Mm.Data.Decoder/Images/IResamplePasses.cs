using System.Runtime.Intrinsics.X86;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// The two inner loops of <see cref="Resampler"/>. Rows hold four bytes a pixel and may be read 63 bytes past their end. A band holds
/// four scaled rows, 16 bytes a pixel: four reds from the top row down, four greens, four blues, four without meaning.
/// </summary>
internal unsafe interface IResamplePasses
{
    /// <summary>Rows in a band.</summary>
    const int BandRows = BicubicKernel.TapGroup;

    /// <summary>Bytes of a pixel in a band.</summary>
    const int BandPixelBytes = BandRows * Picture.PixelBytes;

    /// <summary>Pixels that <see cref="Down"/> may read and write past the last one.</summary>
    const int PixelGroup = 4;

    /// <summary>The kernel's weights in the form that these passes read fastest.</summary>
    uint[] Pack(BicubicKernel kernel);

    /// <summary>One band from four rows.</summary>
    void Across(byte* row0, byte* row1, byte* row2, byte* row3, long ahead, byte* band, BicubicKernel kernel);

    /// <summary>The output row <paramref name="y"/> of <paramref name="pixels"/> pixels from the bands it needs, in order.</summary>
    void Down(byte** bands, BicubicKernel kernel, int y, byte* to, int pixels);
}

internal static class ResamplePasses
{
    /// <summary>What this processor runs fastest. The bytes do not depend on it.</summary>
    public static IResamplePasses Fastest() =>
        Avx2.IsSupported && AvxVnni.IsSupported ? new DotProductPasses()
        : Avx2.IsSupported ? new VectorPasses()
        : new ScalarPasses();
}
