using System.Globalization;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Mm.Data.Pipeline.Definition;

/// <summary>Holds one part of a pipeline tree against a JSON Schema and tells each fault in the file's own terms.</summary>
internal sealed class SchemaCheck(PipelineTree tree, PipelineProblems problems)
{
    /// <summary>Whether the node at <paramref name="at"/> fits; where not, every fault was added to the problems.</summary>
    public bool Fits(JsonObject schema, JsonNode node, string at)
    {
        var faults = Load(schema).Validate(node.ToJsonString()).SelectMany(Leaves).ToList();
        var noObjects = faults
            .Where(fault => fault.Kind is ValidationErrorKind.ObjectExpected)
            .Select(fault => Place(at, fault))
            .ToHashSet();
        foreach (var fault in faults)
        {
            var path = Place(at, fault);
            if (fault.Kind is ValidationErrorKind.PropertyRequired && noObjects.Contains(Around(path, fault.Property)))
                continue; // what is no object lacks every key; once is enough
            Tell(path, fault, Find(node, path[at.Length..].TrimStart('.')));
        }

        return faults.Count == 0;
    }

    // Parsing text without references to other documents never waits: the task is complete when it is returned.
    private static JsonSchema Load(JsonObject schema) => JsonSchema.FromJsonAsync(schema.ToJsonString()).GetAwaiter().GetResult();

    private static IEnumerable<ValidationError> Leaves(ValidationError error) => error switch
    {
        MultiTypeValidationError many =>
            many.Errors.Where(type => type.Key is not JsonObjectType.Null).SelectMany(type => type.Value).SelectMany(Leaves),
        ChildSchemaValidationError child => child.Errors.SelectMany(schema => schema.Value).SelectMany(Leaves),
        _ => [error],
    };

    private void Tell(string path, ValidationError fault, JsonNode? found)
    {
        var around = tree.Subject(Around(path, fault.Property));
        problems.Add(tree.MarkOf(path), fault.Kind switch
        {
            ValidationErrorKind.NoAdditionalPropertiesAllowed =>
                $"{around}: unknown key {fault.Property}; {NearestName.Hint(fault.Property ?? "", fault.Schema.Properties.Keys)}",
            ValidationErrorKind.PropertyRequired => $"{around}: the key {fault.Property} is missing{Meaning(fault)}",
            _ => $"{tree.Subject(path)} {Demand(fault)}, found {Show(found)}",
        });
    }

    private static string Meaning(ValidationError fault) =>
        fault.Schema.Properties.TryGetValue(fault.Property ?? "", out var property) && property.Description is { Length: > 0 } words
            ? $" ({words.TrimEnd('.')})"
            : "";

    private static string Demand(ValidationError fault) => fault.Kind switch
    {
        ValidationErrorKind.NumberTooSmall or ValidationErrorKind.NumberTooBig => $"must be {Bounds(fault.Schema)}",
        ValidationErrorKind.NumberExpected => $"must be a number{Bounds(fault.Schema, ", ")}",
        ValidationErrorKind.IntegerExpected => $"must be a whole number{Bounds(fault.Schema, ", ")}",
        ValidationErrorKind.IntegerTooBig => "must be a whole number of at most 64 bits",
        ValidationErrorKind.StringExpected => "must be text (quote it if it looks like a number)",
        ValidationErrorKind.BooleanExpected => "must be true or false",
        ValidationErrorKind.ArrayExpected => "must be a list",
        ValidationErrorKind.ObjectExpected => "must be a group of keys",
        ValidationErrorKind.NotInEnumeration => $"must be one of {string.Join(", ", fault.Schema.Enumeration)}",
        ValidationErrorKind.PatternMismatch => $"must match {fault.Schema.Pattern}",
        ValidationErrorKind.TooFewItems => $"needs at least {Entries(fault.Schema.MinItems)}",
        ValidationErrorKind.TooManyItems => $"may have at most {Entries(fault.Schema.MaxItems)}",
        ValidationErrorKind.StringTooShort => $"must have at least {fault.Schema.MinLength} characters",
        ValidationErrorKind.StringTooLong => $"may have at most {fault.Schema.MaxLength} characters",
        _ => $"breaks the schema ({fault.Kind})",
    };

    private static string Entries(int count) => count == 1 ? "1 entry" : $"{count} entries";

    private static string Bounds(JsonSchema schema, string before = "")
    {
        var words = (schema.Minimum, schema.Maximum, schema.ExclusiveMinimum, schema.ExclusiveMaximum) switch
        {
            ({ } min, { } max, _, _) when min == max => Number(min),
            ({ } min, { } max, _, _) => $"between {Number(min)} and {Number(max)}",
            (_, _, { } above, { } below) => $"above {Number(above)} and below {Number(below)}",
            (_, { } max, { } above, _) => $"above {Number(above)} and at most {Number(max)}",
            ({ } min, _, _, { } below) => $"at least {Number(min)} and below {Number(below)}",
            ({ } min, _, _, _) => $"at least {Number(min)}",
            (_, { } max, _, _) => $"at most {Number(max)}",
            (_, _, { } above, _) => $"above {Number(above)}",
            (_, _, _, { } below) => $"below {Number(below)}",
            _ => "",
        };
        return words.Length == 0 ? "" : before + words;
    }

    private static string Number(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Show(JsonNode? found)
    {
        if (found is JsonArray { Count: 0 })
            return "none";
        var text = found?.ToJsonString() ?? "nothing";
        return text.Length <= 60 ? text : $"{text[..57]}...";
    }

    // The validator writes `#/select.rules[0].min`; for the entries of a list at the root it writes `#/[0]`.
    private static string Place(string at, ValidationError fault)
    {
        var rest = (fault.Path ?? "").TrimStart('#').TrimStart('/');
        return rest.Length == 0 ? at : PipelineTree.Join(at, rest);
    }

    private static string Around(string path, string? property) =>
        property is { Length: > 0 } && path.EndsWith(property, StringComparison.Ordinal) ? path[..^property.Length].TrimEnd('.') : path;

    private static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray list when int.TryParse(step.TrimEnd(']'), out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }
}
