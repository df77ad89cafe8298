namespace Mm.Data.Models.Pull;

/// <summary>
/// What came of a pull. <paramref name="Changed"/> is false where the model was there already. Where <paramref name="Problems"/> is not
/// empty the server has other files than the catalogue names, and nothing was put in place.
/// </summary>
public sealed record PulledModel(string Name, string Folder, bool Changed, IReadOnlyList<string> Problems);

/// <summary>How far one file is, in bytes.</summary>
public sealed record PullProgress(string File, long Done, long Bytes);
