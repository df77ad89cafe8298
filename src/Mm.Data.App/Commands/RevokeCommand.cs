using System.CommandLine;
using System.Text;
using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Reader;

namespace Mm.Data.App.Commands;

/// <summary>
/// <c>mmdata revoke</c>: puts rows on the list that readers refuse. The releases stay as they were signed; the list lies beside them.
/// </summary>
internal static class RevokeCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release") { Description = "Folder of a release; the list speaks for all releases beside it." };
        var ids = new Argument<string[]>("ids") { Description = "Ids of samples, whole.", Arity = ArgumentArity.OneOrMore };
        var reason = new Option<string>("--reason")
        {
            Description = "Code of the reason, such as erasure.request; no names or texts, as whoever reads the releases sees it.",
            DefaultValueFactory = _ => "unspecified",
        };
        return new Command("revoke", "Put rows on the list that readers and exports leave out.") { release, ids, reason }
            .Does(async (parse, _, cancel) =>
            {
                if (BlobAddress.IsOne(parse.GetRequiredValue(release)))
                    throw new ConfigurationException("revoke works on folders: take a copy first with mmdata copy, and revoke there.");
                var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parse.GetRequiredValue(release)));
                var code = parse.GetRequiredValue(reason);
                if (code.Length is 0 or > 64 || !code.All(letter => char.IsAsciiLetterLower(letter) || letter is '.' or '-'))
                    throw new ConfigurationException($"The reason {code} is no code: lower-case letters, dots and dashes, at most 64.");
                var added = await AddAsync(folder, parse.GetRequiredValue(ids), code, cancel);
                Console.WriteLine($"{added} rows revoked in {Path.Combine(Path.GetDirectoryName(folder)!, Revocations.FileName)}");
                return ExitCode.Done;
            });
    }

    private static async Task<int> AddAsync(string folder, string[] ids, string reason, CancellationToken cancel)
    {
        using var release = await ReleaseReader.OpenAsync(folder, cancel);
        var held = await release.IdsAsync(cancel).ToHashSetAsync(cancellationToken: cancel);
        if (ids.FirstOrDefault(id => !held.Contains(id)) is { } stranger)
            throw new ConfigurationException($"The release {folder} has no row {stranger}. Nothing was revoked; mmdata inspect tells ids.");
        var before = await RevokedRows.ReadAsync(folder, [], cancel);
        string[] fresh = [.. ids.Distinct().Where(id => !before.Has(id))];
        var path = Path.Combine(Path.GetDirectoryName(folder)!, Revocations.FileName);
        var text = new StringBuilder(File.Exists(path) ? await File.ReadAllTextAsync(path, cancel) : "");
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
        foreach (var id in fresh)
            text.Append(JsonSerializer.Serialize(new { id, reason })).Append('\n');
        await Durable.WriteAsync(path, Encoding.UTF8.GetBytes(text.ToString()), cancel);
        return fresh.Length;
    }
}
