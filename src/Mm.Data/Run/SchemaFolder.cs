using System.Text;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Publish;
using Mm.Data.Run.Evaluation;
using Mm.Data.Write;

namespace Mm.Data.Run;

/// <summary>
/// The folder <c>schemas/</c>: what pipeline files may say and what releases hold. The one list that the command, the test and the
/// folder share.
/// </summary>
public static class SchemaFolder
{
    public static IReadOnlyList<SchemaFile> All(StageCatalog catalog) =>
    [
        .. SchemaFiles.All(catalog),
        SchemaFiles.File("manifest.schema.json", "manifest.json of a release", ReleaseManifest.JsonSchema()),
        SchemaFiles.File("evaluation.schema.json", "evaluation.json of a release", EvaluationReport.JsonSchema()),
        SchemaFiles.File("audit-event.schema.json", "A line of a release's audit files", AuditFile.Schema()),
        SchemaFiles.File("feature-row.schema.json", "A row of a release's feature files", RowSchema.Feature()),
        SchemaFiles.File("sample-row.schema.json", "A row of a release's part files", RowSchema.Sample()),
    ];

    /// <summary>Writes every file into <paramref name="folder"/>, which is made if it is not there.</summary>
    public static async Task WriteAsync(StageCatalog catalog, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in All(catalog))
            await Durable.WriteAsync(Path.Combine(folder, file.Name), Encoding.UTF8.GetBytes(file.Json), cancel);
    }
}
