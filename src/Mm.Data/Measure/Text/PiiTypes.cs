namespace Mm.Data.Measure.Text;

/// <summary>Placeholder words of the types that are no national identifier; rules of identifiers bring their own.</summary>
internal static class PiiTypes
{
    public const string Email = "EMAIL";
    public const string Phone = "PHONE";
    public const string Card = "CARD";
    public const string Iban = "IBAN";
    public const string UrlCredentials = "URL_CREDENTIALS";
    public const string IpAddress = "IP_ADDRESS";
    public const string MacAddress = "MAC_ADDRESS";
    public const string Coordinates = "COORDINATES";
    public const string DateOfBirth = "DATE_OF_BIRTH";
    public const string Wallet = "CRYPTO_WALLET";
    public const string ApiKey = "API_KEY";
    public const string PrivateKey = "PRIVATE_KEY";
    public const string Password = "PASSWORD";
}
