using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>An independent Parquet reader: the npm package hyparquet, run by node. Bytes come back in base64, int64 as numbers.</summary>
public static class Hyparquet
{
    private const string Script = """
        const { parquetReadObjects } = await import(process.argv[1] + '/src/index.js')
        const { asyncBufferFromFile } = await import(process.argv[1] + '/src/node.js')
        const file = await asyncBufferFromFile(process.argv[2])
        const rows = await parquetReadObjects({ file, utf8: false })
        const plain = (key, value) => typeof value === 'bigint' ? Number(value)
          : value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
        process.stdout.write(JSON.stringify(rows, plain))
        """;

    private static readonly string[] Folders = [".setup/npm/node_modules/hyparquet", "ops/models/node_modules/hyparquet"];

    /// <summary>Skips the calling test where node or the package is absent.</summary>
    public static async Task<JsonArray> RowsAsync(string path, CancellationToken cancel)
    {
        var package = Folders.Select(folder => Path.Combine(Checkout.Root, folder)).FirstOrDefault(Directory.Exists);
        Assert.SkipUnless(package is not null, "npm package hyparquet is not set up: run ops/test once.");
        Assert.SkipUnless(OnPath("node"), "node is not installed.");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--input-type=module", "-e", Script, package!, path])
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync(cancel);
        var output = await node.StandardOutput.ReadToEndAsync(cancel);
        await node.WaitForExitAsync(cancel);
        Assert.True(node.ExitCode == 0, await error);
        return JsonSerializer.Deserialize<JsonArray>(output)!;
    }

    private static bool OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, name)));
}
