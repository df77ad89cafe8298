using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// Reads a pipeline file: YAML, overrides, schema, each stage's options, and what the parts say of each other. Whatever is wrong is
/// told at once, each fault as <c>file:line: place: what is allowed, what was found</c>.
/// </summary>
public static class PipelineFile
{
    public const int BytesMax = 1 << 20;

    /// <summary>
    /// The definition with every default written out, so that files that mean the same have the same fingerprint.
    /// <paramref name="overrides"/> are <c>path=value</c> texts. No stage is built: models and feature names stay unchecked.
    /// </summary>
    /// <exception cref="ConfigurationException">Every fault of the file and of the overrides.</exception>
    public static PipelineDefinition Load(string path, StageCatalog catalog, IReadOnlyList<string> overrides)
    {
        var problems = new PipelineProblems(path);
        var read = Read(path, catalog, overrides, problems);
        problems.ThrowIfAny();
        return read.Definition!;
    }

    /// <summary>
    /// As the first overload, and holds what Select reads against <paramref name="columns"/> that were measured; no stage is built.
    /// </summary>
    /// <exception cref="ConfigurationException">Every fault.</exception>
    public static PipelineDefinition Load(
        string path, StageCatalog catalog, IReadOnlyList<string> overrides, IReadOnlyList<FeatureColumn> columns)
    {
        var problems = new PipelineProblems(path);
        var read = Read(path, catalog, overrides, problems);
        var kinds = columns.ToDictionary(column => column.Name, column => column.Kind);
        new SelectCheck(read.Tree, problems, kinds, _ => false).CheckFeatures();
        problems.ThrowIfAny();
        return read.Definition!;
    }

    /// <summary>
    /// As the other overload, and builds the stages: unknown models, and features that no stage writes, are faults in the same list.
    /// </summary>
    /// <exception cref="ConfigurationException">Every fault.</exception>
    public static LoadedPipeline Load(string path, StageCatalog catalog, IReadOnlyList<string> overrides, IServiceProvider services)
    {
        var problems = new PipelineProblems(path);
        var read = Read(path, catalog, overrides, problems);
        var stages = new ColumnCheck(read.Tree, catalog, services, problems).Build(read.Options);
        problems.ThrowIfAny();
        return new LoadedPipeline(read.Definition!, stages);
    }

    private static ReadPipeline Read(string path, StageCatalog catalog, IReadOnlyList<string> overrides, PipelineProblems problems)
    {
        var (root, marks) = YamlReader.Read(Text(path), (line, problem) => problems.Add(new Mark(line), problem));
        if (root is not JsonObject map)
        {
            if (!problems.Any)
                problems.Add(new Mark(1), "must hold keys such as name, version and measure");
            problems.ThrowIfAny();
            return null!; // not reached
        }

        var tree = new PipelineTree(map, marks);
        Overrides.Apply(tree, overrides, problems);
        var check = new SchemaCheck(tree, problems);
        var fits = check.Fits(DefinitionSchema.Of(typeof(PipelineDefinition)), map, "");
        SelectCheck.CheckForm(tree, problems);
        if (map["evaluate"] is JsonObject && tree.Stages().All(stage => stage.Stage != "alignment"))
            problems.Add(tree.MarkOf("evaluate"), "evaluate: the stage alignment is missing in measure; its model embeds the captions");
        var options = new StageOptionsCheck(tree, catalog, problems).Bind(check);
        return new ReadPipeline(tree, options, fits && !problems.Any ? Bind(tree, options, problems) : null);
    }

    private static string Text(string path)
    {
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                throw new ConfigurationException($"{path}: there is no such pipeline file");
            if (info.Length > BytesMax)
                throw new ConfigurationException(
                    $"{path}: a pipeline file has at most {BytesMax >> 10} KiB, this one has {info.Length >> 10}");
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new ConfigurationException($"{path}: is not UTF-8 text");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {e.Message}");
        }
    }

    private static PipelineDefinition? Bind(PipelineTree tree, IReadOnlyList<BoundOptions> options, PipelineProblems problems)
    {
        try
        {
            var bound = tree.Root.Deserialize<PipelineDefinition>(PipelineJson.Options)!;
            foreach (var (path, text) in OptionsBinding.Problems(bound, ""))
                problems.Add(tree.MarkOf(path), $"{tree.Subject(path)}: {text}");
            return bound with
            {
                Measure = [.. bound.Measure.Zip(options, (entry, own) => entry with
                {
                    With = JsonSerializer.SerializeToElement(own.Value, own.Value.GetType(), PipelineJson.Options),
                })],
            };
        }
        catch (JsonException e)
        {
            // What the schema cannot say, such as a whole number beyond 32 bits.
            var path = (e.Path ?? "$").TrimStart('$').TrimStart('.');
            problems.Add(tree.MarkOf(path), $"{tree.Subject(path)} does not fit: {e.Message}");
            return null;
        }
    }

    private sealed record ReadPipeline(PipelineTree Tree, IReadOnlyList<BoundOptions> Options, PipelineDefinition? Definition);
}
