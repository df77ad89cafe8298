namespace Mm.Data.Measure.Text.Wallets;

/// <summary>Addresses of BIP 173 (Bech32) and BIP 350 (Bech32m), and those of Cardano, which are longer.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint ConstantOfM = 0x2bc830a3;
    private const int CheckLength = 6;

    private static readonly string[] Networks = ["bc", "tb", "ltc", "addr", "stake", "cosmos", "osmo", "terra", "bnb", "zs"];

    private static readonly uint[] Generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    public static bool IsAddress(ReadOnlySpan<char> address)
    {
        var one = address.LastIndexOf('1');
        if (one is < 2 or > 6 || address.Length - one - 1 <= CheckLength)
            return false;
        Span<char> lower = stackalloc char[address.Length];
        address.ToLowerInvariant(lower);
        if (!address.SequenceEqual(lower) && address.ContainsAnyInRange('a', 'z'))
            return false; // mixed case is no address
        var network = lower[..one];
        foreach (var known in Networks)
        {
            if (network.SequenceEqual(known))
                return Holds(network, lower[(one + 1)..]);
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<char> network, ReadOnlySpan<char> data)
    {
        var check = 1u;
        foreach (var character in network)
            check = Step(check, (uint)character >> 5);
        check = Step(check, 0);
        foreach (var character in network)
            check = Step(check, (uint)character & 31);
        foreach (var character in data)
        {
            var value = Alphabet.IndexOf(character);
            if (value < 0)
                return false;
            check = Step(check, (uint)value);
        }

        return check is 1 or ConstantOfM;
    }

    private static uint Step(uint check, uint value)
    {
        var top = check >> 25;
        check = ((check & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < Generators.Length; i++)
            check ^= (top >> i & 1) != 0 ? Generators[i] : 0;
        return check;
    }
}
