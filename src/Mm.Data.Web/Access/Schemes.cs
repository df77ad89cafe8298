namespace Mm.Data.Web.Access;

/// <summary>Ways to say who one is.</summary>
internal static class Schemes
{
    /// <summary>Takes the one of the others that a request uses.</summary>
    public const string Choice = "choice";

    public const string Local = "local";

    public const string Key = "key";

    public const string Cookie = "cookie";

    public const string Provider = "provider";
}
