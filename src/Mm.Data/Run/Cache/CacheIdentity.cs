using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Run.Cache;

/// <summary>Digests of all that decides what a stage writes, but for the sample itself.</summary>
internal static class CacheIdentity
{
    /// <summary>
    /// Digest (hex) of the decoder and of what is asked of it for every sample. The list of views counts only where the decoder may scale:
    /// how far depends on the largest of them. The programs and libraries of the
    /// system that the decoder uses do not count: delete the cache when they were changed.
    /// </summary>
    public static string Decoder(DecodeOptions options, ViewsRequest request)
    {
        // Named are the settings that cannot change a view or a lasting verdict: a new one counts until somebody says that it need not.
        var usual = new DecodeOptions();
        var deciding = options with
        {
            Cores = [],
            WallSecondsMax = usual.WallSecondsMax,
            CpuSecondsMax = usual.CpuSecondsMax,
            MovieWallSecondsMax = usual.MovieWallSecondsMax,
            StartSecondsMax = usual.StartSecondsMax,
            MemoryMib = usual.MemoryMib,
            TemporaryMib = usual.TemporaryMib,
            RequestsPerChild = usual.RequestsPerChild,
            Sandbox = usual.Sandbox,
            RequireSandbox = usual.RequireSandbox,
            DecoderPath = "",
        };
        return Digest(
            "decoder", Code(options), Json(deciding),
            Json(request.Scaled ? request : request with { Specs = [] }), $"{request.Specs.Count > 0}");
    }

    /// <summary>Identity of a stage: its code, options and models, and what its input was decoded by.</summary>
    public static string Stage(IStage stage, StageEntryOptions entry, string decoder, string arithmetic) => Digest(
        [
            "stage",
            typeof(CacheIdentity).Module.ModuleVersionId.ToString(),
            stage.GetType().Module.ModuleVersionId.ToString(),
            entry.Name,
            entry.Options,
            stage.AlsoDecidedBy,
            stage.Reads is StageReads.Caption ? "" : decoder,
            stage.Models.Count > 0 ? arithmetic : "",
            .. stage.Models.Select(model => model.Digest),
            .. stage.Views.Select(view => view.ToString()),
        ]);

    private static string Code(DecodeOptions options)
    {
        var file = options.DecoderPath.Length > 0
            ? options.DecoderPath
            : Path.Combine(AppContext.BaseDirectory, "decoder", "Mm.Data.Decoder.dll");
        if (!File.Exists(file))
            return file; // nothing can be decoded, hence nothing kept
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, PipelineJson.Options);

    private static string Digest(params IReadOnlyList<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}

/// <summary>A stage's name and options (JSON) as the pipeline file gives them.</summary>
internal sealed record StageEntryOptions(string Name, string Options);
