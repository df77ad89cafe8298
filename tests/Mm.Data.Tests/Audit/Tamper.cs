namespace Mm.Data.Tests.Audit;

/// <summary>
/// What was done to a release. <paramref name="Names"/> are the rows and leaves that a finding may name, any of them; empty where the tamper
/// is in no row or leaf, and then <paramref name="File"/> must be named, where it is one file's.
/// </summary>
internal sealed record Tamper(string Kind, IReadOnlyList<string> Names, string File = "");
