using System.Text;
using System.Text.RegularExpressions;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Rights;

/// <summary>Gathers what the carriers of one file say of rights. Statements add up: one reservation among them holds.</summary>
internal sealed partial class RightsNotes
{
    private const int TextCharsMax = 1 << 16;

    private MediaRights _rights = new();

    public MediaRights Rights => _rights;

    public void Copyright() => _rights = _rights with { HasCopyright = true };

    public void Creator() => _rights = _rights with { HasCreator = true };

    public void C2pa() => _rights = _rights with { HasC2pa = true };

    public void Unreadable() => _rights = _rights with { IsUnreadable = true };

    /// <summary>
    /// A manifest store is CBOR in JUMBF boxes. Labels and uses are plain texts in it, so they are looked for and not parsed: a
    /// training-mining assertion with any use that is not allowed is a reservation.
    /// </summary>
    public void C2pa(ReadOnlySpan<byte> store)
    {
        if (store.IndexOf("c2pa"u8) < 0)
            return;
        C2pa();
        if (store.IndexOf("training-mining"u8) >= 0 && (store.IndexOf("notAllowed"u8) >= 0 || store.IndexOf("constrained"u8) >= 0))
            _rights = _rights with { DoesC2paForbid = true };
    }

    public void Tdm(string value)
    {
        if (value is "1" or "true" or "True")
            _rights = _rights with { IsTdmReserved = true };
    }

    /// <summary>An unknown term of the vocabulary that prohibits is a prohibition.</summary>
    public void DataMining(string value)
    {
        var term = value[(value.LastIndexOf('/') + 1)..].ToUpperInvariant();
        var known = MediaRights.DataMiningTerms.GetValueOrDefault(term)
            ?? (term.Contains("PROHIBITED", StringComparison.Ordinal) ? MediaRights.DataMiningTerms["DMI-PROHIBITED"] : "");
        if (known.Length > 0 && !_rights.DataMining.StartsWith("prohibited", StringComparison.Ordinal))
            _rights = _rights with { DataMining = known };
    }

    /// <summary>The address of a licence, or what stands where one should.</summary>
    public void Licence(string value)
    {
        LicenceIn(value);
        if (_rights.Licence.Length == 0)
            _rights = _rights with { Licence = MediaRights.OtherLicence };
    }

    /// <summary>A known licence whose address occurs in a text.</summary>
    public void LicenceIn(string text)
    {
        var match = CreativeCommons().Match(text[..Math.Min(text.Length, TextCharsMax)]);
        if (!match.Success || _rights.Licence is not ("" or MediaRights.OtherLicence))
            return;
        var id = match.Groups["dedication"].Value.ToUpperInvariant() switch
        {
            "ZERO" => "cc0-1.0",
            "MARK" => "cc-pdm-1.0",
            _ => $"cc-{match.Groups["terms"].Value.ToLowerInvariant()}-{match.Groups["version"].Value}",
        };
        _rights = _rights with { Licence = MediaRights.Licences.Contains(id) ? id : MediaRights.OtherLicence };
    }

    public void Words(string text)
    {
        if (NoAi().IsMatch(text.AsSpan(0, Math.Min(text.Length, TextCharsMax))))
            _rights = _rights with { SaysNoAi = true };
    }

    /// <summary>Bytes of unknown encoding, UTF-16 (Windows' own Exif fields) among them.</summary>
    public void Text(ReadOnlyMemory<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes.Span[..Math.Min(bytes.Length, TextCharsMax)])
            .Replace("\0", "", StringComparison.Ordinal);
        Words(text);
        if (text.Contains("DMI-PROHIBITED", StringComparison.OrdinalIgnoreCase))
            DataMining("DMI-PROHIBITED");
    }

    [GeneratedRegex(
        @"creativecommons\.org/(?:licenses/(?<terms>by(?:-nc)?(?:-sa|-nd)?)/(?<version>\d\.\d)|publicdomain/(?<dedication>zero|mark)/)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex CreativeCommons();

    [GeneratedRegex(
        @"(?:^|[^a-z0-9])no-?(?:image)?-?(?:ai|ml|aitraining)(?:$|[^a-z0-9])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NoAi();
}
