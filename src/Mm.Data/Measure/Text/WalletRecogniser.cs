using Mm.Data.Measure.Text.Wallets;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Addresses of crypto-currencies whose checksum holds: Bitcoin and its kin (Base58Check, Bech32, Bech32m), Tron, Ripple, Ethereum
/// (EIP-55; in one case only, where there is no checksum, by its shape).
/// </summary>
internal sealed class WalletRecogniser : IRecogniser
{
    private const int LengthMin = 25;
    private const int LengthMax = 110;
    private const int EtherLength = 42;
    private const float WithoutChecksum = 0.6f;

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Wallet];

    public bool NeedsDigit => true;

    public void Find(string text, ICollection<Finding> found)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiLetterOrDigit(text[at]))
                continue;
            var start = at;
            while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
                at++;
            if (at - start is >= LengthMin and <= LengthMax && Score(text.AsSpan(start, at - start)) is var score and > 0)
                found.Add(new Finding(start, at, PiiTypes.Wallet, score));
        }
    }

    private static float Score(ReadOnlySpan<char> address)
    {
        if (address.Length == EtherLength && address.StartsWith("0x"))
            return Ethereum.IsAddress(address[2..]) is not { } holds ? WithoutChecksum : holds ? 1 : 0;
        return Base58.IsAddress(address) || Bech32.IsAddress(address) ? 1 : 0;
    }
}
