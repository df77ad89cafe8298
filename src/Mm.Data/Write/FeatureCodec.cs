using Mm.Data.Pipeline;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>One feature column in a file: its Parquet field, and the way of a value into it and back.</summary>
internal abstract class FeatureCodec(Field field)
{
    public Field Field { get; } = field;

    public static FeatureCodec Of(FeatureKind kind, string name) => kind switch
    {
        FeatureKind.Number => new FeatureScalarCodec<double, double>(name, value => value, value => value),
        FeatureKind.Whole => new FeatureScalarCodec<long, long>(name, value => value, value => value),
        FeatureKind.Flag => new FeatureScalarCodec<bool, bool>(name, value => value, value => value),
        FeatureKind.Code => Code(name, nullable: true),
        FeatureKind.Vector => new FeatureVectorCodec(name),
        FeatureKind.Boxes => new FeatureListCodec<Box>(
            name,
            parts => new Box((float)parts[0], (float)parts[1], (float)parts[2], (float)parts[3], (float)parts[4], (float)parts[5]),
            [
                new StructPart<Box, float>("x", box => box.X),
                new StructPart<Box, float>("y", box => box.Y),
                new StructPart<Box, float>("width", box => box.Width),
                new StructPart<Box, float>("height", box => box.Height),
                new StructPart<Box, float>("score", box => box.Score),
                new StructPart<Box, float>("time_seconds", box => box.TimeSeconds),
            ]),
        FeatureKind.Spans => new FeatureListCodec<Span>(
            name,
            parts => new Span((int)parts[0], (int)parts[1], parts[2].ToString()!, (float)parts[3]),
            [
                new StructPart<Span, int>("start", span => span.Start),
                new StructPart<Span, int>("length", span => span.Length),
                new StructPart<Span, ReadOnlyMemory<char>>("type", span => span.Type.AsMemory(), value => value.ToString()),
                new StructPart<Span, float>("score", span => span.Score),
            ]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>A text column of the kernel: never null.</summary>
    public static FeatureCodec RequiredCode(string name) => Code(name, nullable: false);

    /// <summary>Adds one row; null where the sample has no such feature.</summary>
    /// <exception cref="InvalidCastException">The stage wrote another kind than it declared: a bug in the stage.</exception>
    public abstract void Append(object? value);

    public abstract Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel);

    /// <summary>The rows of one group; null where the sample has no such feature.</summary>
    public abstract Task<object?[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancel);

    private static FeatureScalarCodec<ReadOnlyMemory<char>, string> Code(string name, bool nullable) =>
        new(new DataField(name, typeof(string), nullable), value => value.AsMemory(), value => value.ToString());
}
