namespace Mm.Data.Tests.Kit;

/// <summary>
/// What a test holds the project to, in words that a user cares about: a row of docs/trust.md. The test must fail when the promise is
/// broken.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class PromiseAttribute(string area, string text) : Attribute
{
    public const string Audit = "Audit";
    public const string Commit = "Commit and recovery";
    public const string Media = "Hostile media and lists";
    public const string Privacy = "Nothing personal leaves";
    public const string Bytes = "Same input, same bytes";
    public const string Trainers = "What trainers read";

    public string Area { get; } = area;

    public string Text { get; } = text;
}
