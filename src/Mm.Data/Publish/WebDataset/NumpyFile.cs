using System.Runtime.InteropServices;
using System.Text;

namespace Mm.Data.Publish.WebDataset;

/// <summary>NumPy's file format 1.0 (NEP 1): a header in ASCII padded to 64 bytes, then the numbers, little-endian.</summary>
internal static class NumpyFile
{
    private const int Alignment = 64;
    private const int FixedBytes = 10; // magic, version, length of the header

    /// <summary>A vector of float32.</summary>
    public static byte[] Of(float[] values)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({values.Length},), }}";
        var padded = header.PadRight(Alignment - FixedBytes - 1 + (((header.Length + FixedBytes) / Alignment) * Alignment)) + '\n';
        return
        [
            0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded),
            .. MemoryMarshal.AsBytes<float>(values),
        ];
    }
}
