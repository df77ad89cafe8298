using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Mm.Data.Pipeline.Definition;

/// <summary>Binds JSON to an options record, strictly, and runs the checks that its attributes ask for.</summary>
internal static class OptionsBinding
{
    /// <exception cref="ConfigurationException">The JSON does not fit, or a check fails: every failed check.</exception>
    public static object Bind(Type type, JsonElement json)
    {
        object options;
        try
        {
            options = json.Deserialize(type, PipelineJson.Options) ?? throw new ConfigurationException("options must not be null");
        }
        catch (JsonException e)
        {
            // The message carries path and expected type, not the value.
            throw new ConfigurationException(e.Message);
        }

        var problems = Problems(options, "").Select(problem => problem.Text).ToList();
        return problems.Count == 0 ? options : throw new ConfigurationException(problems);
    }

    /// <summary>
    /// Failed checks of <paramref name="value"/> and of all records within it, with the path of the property in question.
    /// </summary>
    public static IEnumerable<(string Path, string Text)> Problems(object value, string path)
    {
        var failed = new List<ValidationResult>();
        Validator.TryValidateObject(value, new ValidationContext(value), failed, validateAllProperties: true);
        foreach (var result in failed)
        {
            var member = result.MemberNames.FirstOrDefault();
            var place = member is null ? path : PipelineTree.Join(path, JsonNamingPolicy.CamelCase.ConvertName(member));
            yield return (place, result.ErrorMessage ?? "is not valid");
        }

        foreach (var property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var place = PipelineTree.Join(path, JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            foreach (var problem in Within(property.GetValue(value), place))
                yield return problem;
        }
    }

    private static IEnumerable<(string Path, string Text)> Within(object? value, string path) => value switch
    {
        null or string or JsonElement => [],
        IEnumerable list => list.Cast<object?>().SelectMany((item, i) => Within(item, $"{path}[{i}]")),
        _ when value.GetType() is { IsClass: true, Namespace: { } space } && !space.StartsWith("System", StringComparison.Ordinal) =>
            Problems(value, path),
        _ => [],
    };
}
