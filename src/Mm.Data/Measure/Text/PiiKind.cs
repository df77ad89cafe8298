namespace Mm.Data.Measure.Text;

/// <summary>Kinds of personal data that are looked for in text.</summary>
public enum PiiKind : byte
{
    Email,
    Phone,
    Card,
    Iban,
    UrlCredentials,
    IpAddress,
    MacAddress,
}
