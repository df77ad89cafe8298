using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// JSON Schemas of the option records: shapes from the serializer, bounds and words from their attributes, defaults from their
/// initialisers.
/// </summary>
public static class DefinitionSchema
{
    private static readonly JsonSchemaExporterOptions Export = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Annotate,
    };

    public static JsonObject Of(Type type) => PipelineJson.Options.GetJsonSchemaAsNode(type, Export).AsObject();

    private static JsonObject Annotate(JsonSchemaExporterContext context, JsonNode node)
    {
        // A JsonElement exports as `true`, anything: here it is always an object of options.
        var schema = node as JsonObject ?? [];
        if (context.TypeInfo.Type == typeof(JsonElement))
            schema["type"] = "object";
        if (context.PropertyInfo is not { } property)
            return schema;

        var attributes = (property.AttributeProvider?.GetCustomAttributes(inherit: true) ?? [])
            .Concat(property.AssociatedParameter?.AttributeProvider?.GetCustomAttributes(inherit: true) ?? []);
        foreach (var attribute in attributes)
            Annotate(schema, attribute);
        if (!property.IsRequired && Default(property) is { } value)
            schema["default"] = value;
        return schema;
    }

    private static void Annotate(JsonObject schema, object attribute)
    {
        switch (attribute)
        {
            case DescriptionAttribute words:
                schema.Insert(0, "description", words.Description);
                break;
            case RangeAttribute range:
                schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Json(range.Minimum);
                schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = Json(range.Maximum);
                break;
            case RegularExpressionAttribute regex:
                schema["pattern"] = regex.Pattern;
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = new JsonArray([.. allowed.Values.Select(Json)]);
                break;
            case MinLengthAttribute least:
                schema[IsText(schema) ? "minLength" : "minItems"] = least.Length;
                break;
            case MaxLengthAttribute most:
                schema[IsText(schema) ? "maxLength" : "maxItems"] = most.Length;
                break;
        }
    }

    private static bool IsText(JsonObject schema) => PipelineTree.Text(schema["type"]) == "string";

    private static JsonNode? Json(object? value) => JsonSerializer.SerializeToNode(value, PipelineJson.Options);

    // An object's own defaults stand at its properties; repeating them as one value would only grow the file.
    private static JsonNode? Default(System.Text.Json.Serialization.Metadata.JsonPropertyInfo property)
    {
        if (property.AssociatedParameter is { HasDefaultValue: true } parameter)
            return JsonSerializer.SerializeToNode(parameter.DefaultValue, property.PropertyType, PipelineJson.Options);
        if (property.DeclaringType.GetConstructor(Type.EmptyTypes) is not { } create || property.Get is not { } get)
            return null;
        var node = JsonSerializer.SerializeToNode(get(create.Invoke(null)), property.PropertyType, PipelineJson.Options);
        return node is JsonObject ? null : node;
    }
}
