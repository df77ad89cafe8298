using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>A nullable <c>list&lt;float&gt;</c> whose elements are never null.</summary>
internal sealed class FeatureVectorCodec(string name, DataField element) : FeatureCodec(new ListField(name, element))
{
    private readonly LeafBuffer<float> _leaf = new(element);

    public FeatureVectorCodec(string name)
        : this(name, new DataField(ListField.ElementName, typeof(float), false))
    {
    }

    public override void Append(object? value) => _leaf.AddList((float[]?)value);

    public override Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel) => _leaf.FlushAsync(group, cancel);

    public override async Task<object?[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancel) =>
        await LeafReader.ListsAsync<float, float>(group, element, value => value, cancel);
}
