using System.Runtime.CompilerServices;
using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Audit;

/// <summary>Reads audit files for the verdicts that are not "kept", which are few, without parsing the others.</summary>
public static class VerdictScan
{
    // Quotes inside of values are escaped, so these bytes are a key and its value wherever they stand.
    private static readonly byte[] Kept = Encoding.UTF8.GetBytes($"\"outcome\":\"{EnumCode.Of(Outcome.Kept)}\"");

    /// <summary>Every event that is not "kept", and the first <paramref name="keptMax"/> that are.</summary>
    /// <exception cref="EnvironmentException">The file cannot be read, or such a line is no event.</exception>
    public static async IAsyncEnumerable<AuditEvent> ReadAsync(
        string path, int keptMax, [EnumeratorCancellation] CancellationToken cancel)
    {
        long number = 0;
        await foreach (var line in AuditFile.ReadRawAsync(path, cancel))
        {
            number++;
            if (line.AsSpan().IndexOf(Kept) >= 0 && keptMax-- <= 0)
                continue;
            yield return AuditFile.TryParse(line) ?? throw SortedLines.NoEvent(Path.GetFileName(path), number);
        }
    }
}
