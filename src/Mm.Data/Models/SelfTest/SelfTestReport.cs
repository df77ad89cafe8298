namespace Mm.Data.Models.SelfTest;

public enum SelfTestOutcome : byte
{
    Good,
    Bad,

    /// <summary>Neither: something to know about the model.</summary>
    Told,
}

/// <summary>One thing that was tried; <paramref name="Found"/> says in words and figures what came of it.</summary>
public sealed record SelfTestCheck(string What, SelfTestOutcome Outcome, string Found);

/// <summary>What <c>mmdata models check</c> found.</summary>
public sealed record SelfTestReport(string Model, string Precision, IReadOnlyList<SelfTestCheck> Checks)
{
    public bool IsGood => Checks.All(check => check.Outcome is not SelfTestOutcome.Bad);
}
