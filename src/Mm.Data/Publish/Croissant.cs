using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mm.Data.Write;

namespace Mm.Data.Publish;

/// <summary>
/// The release in the Croissant format 1.1 (MLCommons) with its extension for responsible AI, JSON-LD over schema.org: every part file
/// with its digest, a file set and a record set a split. The date of publication is absent on purpose: nothing in a release depends on the
/// clock.
/// </summary>
internal static class Croissant
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n" };

    public static byte[] Write(ReleaseManifest manifest) => Write(manifest, isFirst: false);

    /// <summary>As releases were written before: Croissant 1.0, without the extension.</summary>
    public static byte[] WriteFirst(ReleaseManifest manifest) => Write(manifest, isFirst: true);

    private static byte[] Write(ReleaseManifest manifest, bool isFirst)
    {
        var splits = manifest.Shards.Select(shard => shard.Split).Distinct().ToList();
        var root = new JsonObject
        {
            ["@context"] = Context(isFirst),
            ["@type"] = "sc:Dataset",
            ["conformsTo"] = isFirst
                ? "http://mlcommons.org/croissant/1.0"
                : new JsonArray("http://mlcommons.org/croissant/1.1", CroissantRai.Version),
            ["name"] = manifest.Pipeline.Name,
            ["description"] = manifest.Pipeline.Description.Length > 0 ? manifest.Pipeline.Description : manifest.Pipeline.Name,
            ["license"] = manifest.Pipeline.Licence,
            ["version"] = manifest.ToolVersion,
            ["identifier"] = manifest.RunKey,
            ["distribution"] = Array([.. manifest.Shards.Select(FileObject), .. splits.Select(split => FileSet(split))]),
            ["recordSet"] = Array(splits.Select(split => RecordSet(split, manifest.Schema, isFirst))),
        };
        if (!isFirst)
        {
            root["isLiveDataset"] = false;
            CroissantRai.Write(root, manifest);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString(Json) + "\n");
    }

    private static JsonObject FileObject(ShardFile shard) => new()
    {
        ["@type"] = "cr:FileObject",
        ["@id"] = shard.Path,
        ["name"] = shard.Path,
        ["contentUrl"] = shard.Path,
        ["contentSize"] = string.Create(CultureInfo.InvariantCulture, $"{shard.Bytes} B"),
        ["encodingFormat"] = "application/x-parquet",
        ["sha256"] = shard.Sha256,
    };

    private static JsonObject FileSet(string split) => new()
    {
        ["@type"] = "cr:FileSet",
        ["@id"] = $"{split}-files",
        ["name"] = $"{split}-files",
        ["encodingFormat"] = "application/x-parquet",
        ["includes"] = $"{split}/*.parquet",
    };

    private static JsonObject RecordSet(string split, IReadOnlyList<ColumnType> schema, bool isFirst) => new()
    {
        ["@type"] = "cr:RecordSet",
        ["@id"] = split,
        ["name"] = split,
        ["field"] = Array(schema.Select(column => Field(split, column, isFirst))),
    };

    private static JsonObject Field(string split, ColumnType column, bool isFirst)
    {
        var source = new JsonObject
        {
            ["fileSet"] = new JsonObject { ["@id"] = $"{split}-files" },
            ["extract"] = new JsonObject { ["column"] = column.Name },
        };
        if (column.Type.StartsWith("struct", StringComparison.Ordinal))
            source["transform"] = new JsonObject { ["jsonPath"] = "bytes" };
        var field = new JsonObject
        {
            ["@type"] = "cr:Field",
            ["@id"] = $"{split}/{column.Name}",
            ["name"] = column.Name,
            ["dataType"] = DataType(column),
            ["source"] = source,
        };
        if (!column.Type.StartsWith("list", StringComparison.Ordinal))
            return field;
        if (isFirst)
            field["repeated"] = true;
        else
            (field["isArray"], field["arrayShape"]) = (true, "-1"); // one dimension of any length
        return field;
    }

    private static string DataType(ColumnType column) => (column.Name, column.Type) switch
    {
        ("image", _) => "sc:ImageObject",
        ("video", _) => "sc:VideoObject",
        ("audio", _) => "sc:AudioObject",
        (_, "int32" or "int64") => "sc:Integer",
        (_, "double" or "list(float)") => "sc:Float",
        _ => "sc:Text",
    };

    private static JsonArray Array(IEnumerable<JsonObject> items) => [.. items];

    /// <summary>The terms used above, bound to their vocabularies; names follow the Croissant specification.</summary>
    private static JsonObject Context(bool isFirst)
    {
        var context = new JsonObject
        {
            ["@language"] = "en",
            ["@vocab"] = "https://schema.org/",
            ["sc"] = "https://schema.org/",
            ["cr"] = "http://mlcommons.org/croissant/",
            ["dct"] = "http://purl.org/dc/terms/",
            ["conformsTo"] = "dct:conformsTo",
            ["column"] = "cr:column",
            ["dataType"] = new JsonObject { ["@id"] = "cr:dataType", ["@type"] = "@vocab" },
            ["extract"] = "cr:extract",
            ["field"] = "cr:field",
            ["fileSet"] = "cr:fileSet",
            ["includes"] = "cr:includes",
            ["jsonPath"] = "cr:jsonPath",
            ["recordSet"] = "cr:recordSet",
            ["repeated"] = "cr:repeated",
            ["source"] = "cr:source",
            ["transform"] = "cr:transform",
        };
        if (isFirst)
            return context;
        context["rai"] = CroissantRai.Vocabulary;
        foreach (var term in (string[])["arrayShape", "isArray", "isLiveDataset"])
            context[term] = $"cr:{term}";
        return context;
    }
}
