namespace Mm.Data.Models.Pull;

internal enum AttemptEnd : byte
{
    /// <summary>Every byte is there.</summary>
    Whole,

    /// <summary>It broke off; another try goes on.</summary>
    Broken,

    /// <summary>The server has another file: no try will change that.</summary>
    Refused,
}

/// <summary>One try at a file. <paramref name="Wait"/> is what the server asks for before the next.</summary>
internal sealed record Attempt(AttemptEnd End, string Why = "", TimeSpan? Wait = null)
{
    public static Attempt Broken(string why, TimeSpan? wait = null) => new(AttemptEnd.Broken, why, wait);

    public static Attempt Refused(string why) => new(AttemptEnd.Refused, why);
}
