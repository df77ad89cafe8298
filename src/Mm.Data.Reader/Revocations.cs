using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mm.Data.Reader;

/// <summary>
/// Ids of rows that must not be used any more, such as those of people who asked to be left out. A list is JSON Lines, one object a line
/// with a string <c>id</c> and, if known, a <c>reason</c> code; it stands outside the releases, which never change.
/// </summary>
public sealed class Revocations
{
    /// <summary>The list that is read without being named: it lies beside the release's folder and speaks for all releases there.</summary>
    public const string FileName = "revoked.jsonl";

    private readonly HashSet<string> _ids;

    private Revocations(HashSet<string> ids) => _ids = ids;

    public int Count => _ids.Count;

    internal bool IsEmpty => _ids.Count == 0;

    public bool Has(string id) => _ids.Contains(id);

    /// <summary>Reads the list beside <paramref name="release"/>, if there is one, and all of <paramref name="files"/>.</summary>
    /// <exception cref="ReaderException">A list is missing or damaged. Nothing is returned without it.</exception>
    public static async Task<Revocations> ReadAsync(string release, IEnumerable<string> files, CancellationToken cancel)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var store = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(release)));
        var beside = store is null ? "" : Path.Combine(store, FileName);
        foreach (var file in File.Exists(beside) ? files.Append(beside) : files)
            await ReadAsync(file, () => File.OpenRead(file), ids, cancel);
        return new Revocations(ids);
    }

    /// <summary>Reads one list, of any place.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="list">The list; stays open.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="ReaderException">It is damaged. Nothing is returned without it.</exception>
    public static async Task<Revocations> ReadAsync(string name, Stream list, CancellationToken cancel)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await ReadAsync(name, () => list, ids, cancel);
        return new Revocations(ids);
    }

    /// <summary>The same for the same ids, in whatever lists and order.</summary>
    internal byte[] Digest() => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _ids.Order(StringComparer.Ordinal))));

    private static async Task ReadAsync(string file, Func<Stream> open, HashSet<string> ids, CancellationToken cancel)
    {
        var number = 0;
        try
        {
            using var reader = new StreamReader(open());
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                number++;
                if (line.Length == 0)
                    continue;
                using var json = JsonDocument.Parse(line);
                ids.Add(json.RootElement.GetProperty("id").GetString() ?? throw new FormatException("The id is null."));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReaderException(
                ReaderProblem.BadRevocations,
                $"The list of revoked rows {file} cannot be read: {e.Message} Nothing is read without it.",
                e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ReaderException(
                ReaderProblem.BadRevocations,
                $"Line {number} of {file} is no JSON object with a string id. Mend it: nothing is read without it.",
                e);
        }
    }
}
