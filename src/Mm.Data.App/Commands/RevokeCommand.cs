using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Commands;

/// <summary>
/// <c>mmdata revoke</c>: puts rows on the list that readers refuse. The releases stay as they were signed; the list lies beside them.
/// </summary>
internal static class RevokeCommand
{
    public static Command Create()
    {
        var release = new Argument<string>("release")
        {
            Description = "Folder of a release, or az://CONTAINER/PREFIX; the list speaks for all releases beside it.",
        };
        var ids = new Argument<string[]>("ids") { Description = "Ids of samples, whole.", Arity = ArgumentArity.OneOrMore };
        var reason = new Option<string>("--reason")
        {
            Description = "Code of the reason, such as erasure.request; no names or texts, as whoever reads the releases sees it.",
            DefaultValueFactory = _ => "unspecified",
        };
        return new Command("revoke", "Put rows on the list that readers and exports leave out.") { release, ids, reason }
            .Does(async (parse, settings, cancel) =>
            {
                var named = parse.GetRequiredValue(release);
                var place = BlobAddress.IsOne(named) ? named : Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
                var code = parse.GetRequiredValue(reason);
                if (code.Length is 0 or > 64 || !code.All(letter => char.IsAsciiLetterLower(letter) || letter is '.' or '-'))
                    throw new ConfigurationException($"The reason {code} is no code: lower-case letters, dots and dashes, at most 64.");
                var asked = parse.GetRequiredValue(ids);
                using (var opened = await ReadableRelease.OpenAsync(place, settings, cancel))
                {
                    var held = await opened.IdsAsync(cancel).ToHashSetAsync(cancellationToken: cancel);
                    if (asked.FirstOrDefault(id => !held.Contains(id)) is { } stranger)
                    {
                        throw new ConfigurationException(
                            $"The release {place} has no row {stranger}. Nothing was revoked; mmdata inspect tells ids.");
                    }
                }

                var list = RevokedList.Beside(place, ReadableRelease.Stores(settings));
                Console.WriteLine($"{await list.AddAsync(asked, code, cancel)} rows revoked in {list.Place}");
                return ExitCode.Done;
            });
    }
}
