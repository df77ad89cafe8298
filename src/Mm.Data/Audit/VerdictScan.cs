using System.Runtime.CompilerServices;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Audit;

/// <summary>Reads audit files for the verdicts that are not "kept", which are few, without parsing the others.</summary>
public static class VerdictScan
{
    // Quotes inside of values are escaped, so these bytes are a key and its value wherever they stand.
    private static readonly byte[] Kept = Encoding.UTF8.GetBytes($"\"outcome\":\"{EnumCode.Of(Outcome.Kept)}\"");

    /// <summary>Every event that is not "kept", and the first <paramref name="keptMax"/> that are.</summary>
    /// <param name="file">An audit file.</param>
    /// <param name="keptMax">See above.</param>
    /// <param name="stretches">Told of every line.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="EnvironmentException">The file cannot be read, or such a line is no event.</exception>
    public static async IAsyncEnumerable<AuditEvent> ReadAsync(
        ReadableFile file, int keptMax, LineStretches stretches, [EnumeratorCancellation] CancellationToken cancel)
    {
        long number = 0;
        await foreach (var line in AuditFile.ReadRawAsync(file, cancel))
        {
            number++;
            stretches.Add(line.Length);
            if (line.AsSpan().IndexOf(Kept) >= 0 && keptMax-- <= 0)
                continue;
            yield return AuditFile.TryParse(line) ?? throw SortedLines.NoEvent(Path.GetFileName(file.Path), number);
        }
    }
}
