namespace Mm.Data.Reader.Files;

/// <summary>A row group of a part file, and which of its rows may be returned.</summary>
internal sealed record RowGroup(PartFile File, int Index, long FirstRow, LiveRows Live);

/// <summary>The rows of a group less the revoked ones.</summary>
internal sealed class LiveRows(int all, IReadOnlyCollection<int> revoked)
{
    public int Count => all - revoked.Count;

    public IEnumerable<int> Rows => revoked.Count == 0 ? Enumerable.Range(0, all) : Enumerable.Range(0, all).Except(revoked);
}
