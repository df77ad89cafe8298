using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>
/// A nullable column of single values; <typeparamref name="T"/> is the form in the file, <typeparamref name="TOut"/> the
/// feature's.
/// </summary>
internal sealed class FeatureScalarCodec<T, TOut>(DataField field, Func<TOut, T> write, Func<T, TOut> read) : FeatureCodec(field)
    where T : struct
    where TOut : notnull
{
    private readonly LeafBuffer<T> _leaf = new(field);

    public FeatureScalarCodec(string name, Func<TOut, T> write, Func<T, TOut> read)
        : this(new DataField(name, typeof(T), true), write, read)
    {
    }

    public override void Append(object? value) => _leaf.Add(value is null ? null : write((TOut)value));

    public override Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel) => _leaf.FlushAsync(group, cancel);

    public override Task<object?[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancel) =>
        LeafReader.RowsAsync<T, object>(group, field, value => read(value), cancel);
}
