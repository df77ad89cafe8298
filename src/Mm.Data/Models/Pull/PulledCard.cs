using System.Text.Json;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>The <c>model.yaml</c> of a pulled model.</summary>
internal static class PulledCard
{
    /// <summary>Its first line, by which a folder that may be replaced is known.</summary>
    public const string Mark = "# Written by `mmdata models pull`; a change here is undone by the next pull.";

    /// <summary>The same entry gives the same bytes.</summary>
    public static string Text(CatalogueModel model) => $$"""
        {{Mark}}
        # Digests: {{model.Source.ReplaceLineEndings(" ").Trim()}}
        name: {{model.Name}}
        task: dual-encoder
        precision: {{EnumCode.Of(model.Precision)}}
        description: {{Quoted(model.Description)}}
        licence:
          name: {{Quoted(model.Licence.Name)}}
          terms: {{Quoted(model.Licence.Terms)}}
          commercial: {{(model.Licence.Commercial ? "true" : "false")}}
        origin:
          kind: url
          url: {{Quoted(model.From)}}
        files:
        {{string.Join('\n', model.Files.Select(file => $"  - {{ role: {file.Role}, path: {file.Path}, sha256: {file.Sha256} }}"))}}
        {{model.Settings.TrimEnd()}}

        """;

    /// <summary>JSON's strings are YAML's.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
