using System.Runtime.InteropServices;
using Mm.Data.Decode;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// JPEG encoding by libturbojpeg: baseline, plain Huffman tables, accurate integer DCT (bit-exact in every version and on every
/// processor). About four times as fast as libvips with optimised tables, for files some 5 % larger.
/// </summary>
internal static unsafe partial class TurboEncoder
{
    private const string Library = "libturbojpeg.so.0";
    private const int PixelFormatRgbx = 2;
    private const int FlagAccurateDct = 4096;
    private const int FlagNoRealloc = 1024;
    private const int SideMax = 65_500; // what the format's encoders take
    private const int Chroma444 = 0;
    private const int Chroma420 = 2;

    /// <param name="picture">What to encode.</param>
    /// <param name="quality">1 to 100, on the scale of the Independent JPEG Group.</param>
    /// <param name="isFullChroma">Colour at full resolution; otherwise halved both ways.</param>
    /// <exception cref="UndecodableException">Out of memory, or a side of more than 65,500 pixels.</exception>
    public static byte[] Encode(Picture picture, int quality, bool isFullChroma)
    {
        if (Math.Max(picture.Width, picture.Height) > SideMax)
            throw new UndecodableException(DecodeReasons.TooLarge);
        var handle = InitCompress();
        if (handle == 0)
            throw new UndecodableException(DecodeReasons.OutOfMemory);
        var chroma = isFullChroma ? Chroma444 : Chroma420;
        var room = BufferSize(picture.Width, picture.Height, chroma);
        var buffer = (byte*)NativeMemory.Alloc(room);
        try
        {
            var bytes = room;
            var result = Compress(
                handle, picture.Pixels, picture.Width, 0, picture.Height, PixelFormatRgbx, ref buffer, ref bytes, chroma, quality,
                FlagAccurateDct | FlagNoRealloc);
            return result == 0
                ? new ReadOnlySpan<byte>(buffer, checked((int)bytes)).ToArray()
                : throw new UndecodableException(DecodeReasons.OutOfMemory);
        }
        finally
        {
            NativeMemory.Free(buffer);
            _ = Destroy(handle);
        }
    }

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    private static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "tjBufSize")]
    private static partial nuint BufferSize(int width, int height, int chroma);

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    private static partial int Compress(
        nint handle, byte* pixels, int width, int pitch, int height, int pixelFormat, ref byte* jpeg, ref nuint bytes, int chroma,
        int quality, int flags);
}
