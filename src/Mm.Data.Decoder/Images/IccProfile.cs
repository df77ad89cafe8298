using System.Buffers.Binary;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Recognises ICC profiles (ICC.1:2022) that mean sRGB, so that the many photographs that carry one keep their bytes and cost no
/// transform. Judged by primaries and tone curve, not by the profile's name.
/// </summary>
internal static class IccProfile
{
    private const int TagTableAt = 128;
    private const int TagBytes = 12;
    private const double PrimaryTolerance = 0.004;
    private const double CurveTolerance = 0.004;

    // sRGB primaries under the profile illuminant D50, as X and Y (IEC 61966-2-1, adapted by Bradford).
    private static readonly (string Tag, double X, double Y)[] Primaries =
        [("rXYZ", 0.4361, 0.2225), ("gXYZ", 0.3851, 0.7169), ("bXYZ", 0.1431, 0.0606)];

    // Encoded value and the linear light that sRGB gives it.
    private static readonly (double Encoded, double Linear)[] CurvePoints =
        [(0.1, 0.01002), (0.25, 0.05088), (0.5, 0.21404), (0.75, 0.52252)];

    public static bool IsSrgb(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < TagTableAt + 4 || !profile.Slice(16, 4).SequenceEqual("RGB "u8))
            return false;
        foreach (var (tag, x, y) in Primaries)
        {
            var xyz = Tag(profile, tag);
            if (xyz.Length < 20 || Math.Abs(Fixed(xyz[8..]) - x) > PrimaryTolerance || Math.Abs(Fixed(xyz[12..]) - y) > PrimaryTolerance)
                return false;
        }

        return IsSrgbCurve(Tag(profile, "rTRC")) && IsSrgbCurve(Tag(profile, "gTRC")) && IsSrgbCurve(Tag(profile, "bTRC"))
            && Tag(profile, "A2B0").IsEmpty;
    }

    private static bool IsSrgbCurve(ReadOnlySpan<byte> curve)
    {
        if (curve.Length < 12)
            return false;
        foreach (var (encoded, linear) in CurvePoints)
        {
            if (Math.Abs(Evaluate(curve, encoded) - linear) > CurveTolerance)
                return false;
        }

        return true;
    }

    private static double Evaluate(ReadOnlySpan<byte> curve, double value)
    {
        if (curve.StartsWith("para"u8))
            return Parametric(curve, value);
        var count = BinaryPrimitives.ReadUInt32BigEndian(curve[8..]);
        if (!curve.StartsWith("curv"u8) || count < 2 || count > (uint)(curve.Length - 12) / 2)
            return double.NaN; // a bare gamma is not sRGB's curve
        var place = value * (count - 1);
        var below = (int)place;
        var low = BinaryPrimitives.ReadUInt16BigEndian(curve[(12 + (2 * below))..]);
        var high = BinaryPrimitives.ReadUInt16BigEndian(curve[(12 + (2 * Math.Min(below + 1, (int)count - 1)))..]);
        return (low + ((high - low) * (place - below))) / 65535;
    }

    // Function type 3: (aX + b)^g from d on, cX below.
    private static double Parametric(ReadOnlySpan<byte> curve, double value)
    {
        if (curve.Length < 32 || BinaryPrimitives.ReadUInt16BigEndian(curve[8..]) != 3)
            return double.NaN;
        var (g, a, b) = (Fixed(curve[12..]), Fixed(curve[16..]), Fixed(curve[20..]));
        return value >= Fixed(curve[28..]) ? Math.Pow((a * value) + b, g) : Fixed(curve[24..]) * value;
    }

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> profile, string signature)
    {
        Span<byte> wanted = stackalloc byte[4];
        System.Text.Encoding.ASCII.GetBytes(signature, wanted);
        var count = BinaryPrimitives.ReadUInt32BigEndian(profile[TagTableAt..]);
        for (var (i, at) = (0u, TagTableAt + 4); i < count && at + TagBytes <= profile.Length; i++, at += TagBytes)
        {
            if (!profile.Slice(at, 4).SequenceEqual(wanted))
                continue;
            var start = BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 4)..]);
            var length = BinaryPrimitives.ReadUInt32BigEndian(profile[(at + 8)..]);
            return (ulong)start + length <= (ulong)profile.Length ? profile.Slice((int)start, (int)length) : [];
        }

        return [];
    }

    private static double Fixed(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32BigEndian(at) / 65536.0;
}
