namespace Mm.Data.Decode.Protocol;

/// <summary>
/// How the memory that parent and child share is laid out: <see cref="Slots"/> slots, each a room for an encoded asset and behind it
/// one for an answer. What does not fit goes through the pipe.
/// </summary>
public static class SharedLayout
{
    /// <summary>One request is worked on while the next one waits.</summary>
    public const int Slots = 2;

    /// <summary>Room for an encoded asset: nearly every photograph.</summary>
    public const int InputBytes = 8 << 20;

    /// <summary>Room for an answer: the views of a picture, with a 640 px one among them.</summary>
    public const int OutputBytes = 4 << 20;

    public const long Bytes = (long)Slots * (InputBytes + OutputBytes);

    public static long InputAt(int slot) => (long)slot * (InputBytes + OutputBytes);

    public static long OutputAt(int slot) => InputAt(slot) + InputBytes;
}
