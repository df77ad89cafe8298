using Mm.Data.Reader.Columns;
using Parquet.Schema;

namespace Mm.Data.Reader.Files;

/// <summary>Lists the row groups of a split from the footers, and reads ids only where some rows are revoked.</summary>
internal sealed class GroupLister(ReleaseFolder release, FileCheck check, Revocations revoked)
{
    public async Task<IReadOnlyList<RowGroup>> ListAsync(string split, CancellationToken cancel)
    {
        var parts = release.Parts.Where(part => part.Split == split).OrderBy(part => part.Path, StringComparer.Ordinal).ToArray();
        if (parts.Length == 0)
        {
            var others = release.Parts.Select(part => part.Split).Distinct().Order(StringComparer.Ordinal);
            throw new ReaderException(ReaderProblem.BadOption, $"The release has no split {split}. It has: {string.Join(", ", others)}.");
        }

        var groups = new List<RowGroup>[parts.Length];
        await Parallel.ForAsync(0, parts.Length, cancel, async (at, stop) => groups[at] = await OfAsync(parts[at], stop));
        return [.. groups.SelectMany(part => part)];
    }

    private async Task<List<RowGroup>> OfAsync(PartFile part, CancellationToken cancel)
    {
        var path = await release.CheckedAsync(part, revoked.IsEmpty ? FileCheck.Size : check, cancel);
        await using var reader = await PartReaders.OpenAsync(part, path, cancel);
        var groups = new List<RowGroup>();
        long first = 0;
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            using var group = reader.OpenRowGroupReader(index);
            var rows = checked((int)group.RowCount);
            var ids = revoked.IsEmpty ? null : await Column.ReadAsync(group, reader.Schema.FindDataField(new FieldPath("id")), cancel);
            int[] gone = ids is null ? [] : [.. Enumerable.Range(0, rows).Where(row => revoked.Has(ids.Text(row)!))];
            groups.Add(new RowGroup(part, index, first, new LiveRows(rows, gone)));
            first += rows;
        }

        return first == part.Rows ? groups : throw ReleaseFolder.Damaged(part, $"it has {first} rows and not {part.Rows}");
    }
}
