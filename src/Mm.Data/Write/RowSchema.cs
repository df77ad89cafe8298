using System.Text.Json.Nodes;
using Mm.Data.Pipeline;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>
/// JSON Schemas of the rows that files hold, read off their Parquet columns, for readers that see a row as an object. Columns that
/// follow from the stages of a pipeline are described by their kinds.
/// </summary>
public static class RowSchema
{
    /// <summary>A row of <c>features/</c>: the kernel's columns, then one for each column of the stages.</summary>
    public static JsonObject Feature()
    {
        var kinds = Enum.GetValues<FeatureKind>().Select(kind => Of(FeatureCodec.Of(kind, "any").Field, EnumCode.Of(kind)));
        return Row(FeatureFile.KernelColumns.Select(name => FeatureCodec.RequiredCode(name).Field), kinds);
    }

    /// <summary>A row of a part file: the built-in columns, one number for each score, and those of documents, which only releases
    /// of documents have.</summary>
    public static JsonObject Sample()
    {
        FeatureColumn[] scores = [new("a", FeatureKind.Number, ""), new("b", FeatureKind.Whole, "")];
        var kinds = scores.Select(score => Of(FeatureCodec.Of(score.Kind, score.Name).Field, EnumCode.Of(score.Kind)));
        var row = Row(new SampleCodec(new SampleLayout([], HasDocuments: true)).Schema.Fields, kinds);
        row["required"] = Names(new SampleCodec(new SampleLayout([])).Schema.Fields); // the others come with documents alone
        return row;
    }

    private static JsonObject Row(IEnumerable<Field> fields, IEnumerable<JsonObject> others)
    {
        var row = Struct([.. fields]);
        row["additionalProperties"] = new JsonObject { ["anyOf"] = new JsonArray([.. others]) };
        return row;
    }

    private static JsonObject Of(Field field, string description)
    {
        var schema = Of(field);
        schema.Insert(0, "description", description);
        return schema;
    }

    private static JsonObject Of(Field field) => field switch
    {
        StructField group => Nullable(group, Struct(group.Fields)),
        ListField list => Nullable(list, new JsonObject { ["type"] = "array", ["items"] = Of(list.Item) }),
        DataField leaf when leaf.ClrType == typeof(ReadOnlyMemory<byte>) || leaf.ClrType == typeof(byte[]) =>
            Nullable(leaf, new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" }),
        DataField leaf => Nullable(leaf, new JsonObject { ["type"] = TypeOf(leaf.ClrType) }),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Name, "No row holds such a column."),
    };

    private static JsonObject Struct(IReadOnlyList<Field> fields)
    {
        var properties = new JsonObject();
        foreach (var field in fields)
            properties[field.Name] = Of(field);
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = Names(fields),
            ["additionalProperties"] = false,
        };
    }

    private static JsonArray Names(IEnumerable<Field> fields) => new([.. fields.Select(field => JsonValue.Create(field.Name))]);

    private static string TypeOf(Type type) =>
        type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(float) || type == typeof(double) ? "number"
        : "string";

    private static JsonObject Nullable(Field field, JsonObject schema)
    {
        if (field.IsNullable)
            schema["type"] = new JsonArray(schema["type"]!.GetValue<string>(), "null");
        return schema;
    }
}
