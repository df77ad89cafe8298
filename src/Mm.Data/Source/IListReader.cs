namespace Mm.Data.Source;

/// <summary>A table of paths and captions: JSON lines, CSV or Parquet.</summary>
internal interface IListReader
{
    /// <summary>Every row in the order of the file, the faulty ones too.</summary>
    /// <exception cref="Pipeline.ConfigurationException">The file as a whole is no such list, or lacks a column.</exception>
    /// <exception cref="Pipeline.EnvironmentException">The file cannot be read.</exception>
    IAsyncEnumerable<ListRow> ReadAsync(CancellationToken cancel);
}

/// <summary>
/// One row. <paramref name="Line"/> counts from 1 and includes headers; for Parquet it is the row. <paramref name="Fault"/> says what
/// is wrong with it, without its contents; otherwise <paramref name="Path"/> is there.
/// </summary>
internal sealed record ListRow(long Line, string? Path, CaptionPlace Caption, string? Fault = null)
{
    public static ListRow Faulty(long line, string fault) => new(line, null, CaptionPlace.Nowhere, fault);
}
