using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Parquet;

namespace Mm.Data.Write;

/// <summary>
/// Writes one part file of a release, row by row. A row group is closed when its media reaches the limit, so memory holds about two
/// groups of media and one picture is cheap to reach. Only <see cref="CompleteAsync"/> writes the footer: a writer that died leaves a
/// file that no reader opens, where the library alone would leave a valid, short one.
/// </summary>
public sealed class SampleWriter
{
    private readonly SampleCodec _codec;
    private readonly ParquetWriter _writer;
    private readonly ParquetOptions _options;
    private readonly long _groupBytesMax;
    private readonly List<IDisposable> _leases = [];
    private long _groupBytes;
    private int _groupRows;

    private SampleWriter(SampleCodec codec, ParquetWriter writer, ParquetOptions options, long groupBytesMax)
    {
        _codec = codec;
        _writer = writer;
        _options = options;
        _groupBytesMax = groupBytesMax;
    }

    /// <summary>Rows added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows without documents.</summary>
    /// <inheritdoc cref="CreateAsync(Stream, SampleLayout, int, CancellationToken)"/>
    public static Task<SampleWriter> CreateAsync(
        Stream stream, IReadOnlyList<FeatureColumn> scores, int rowGroupKib, CancellationToken cancel) =>
        CreateAsync(stream, new SampleLayout(scores), rowGroupKib, cancel);

    /// <param name="stream">Stays open; position 0.</param>
    /// <param name="layout">The columns.</param>
    /// <param name="rowGroupKib">KiB of media of a row group, about; a single larger asset has a group to itself.</param>
    /// <exception cref="ConfigurationException">A score is of another kind, or two columns would share a name.</exception>
    public static async Task<SampleWriter> CreateAsync(
        Stream stream, SampleLayout layout, int rowGroupKib, CancellationToken cancel)
    {
        var codec = new SampleCodec(layout);
        var options = ParquetFormat.Options();
        var writer = await ParquetWriter.CreateAsync(codec.Schema, stream, options, cancellationToken: cancel);
        writer.CustomMetadata = new Dictionary<string, string>
        {
            [HuggingFaceFeatures.Key] = HuggingFaceFeatures.Json(codec),
            [SampleFile.ScoresKey] = JsonSerializer.Serialize(layout.Scores, PipelineJson.Options),
        };
        return new SampleWriter(codec, writer, options, rowGroupKib * 1024L);
    }

    /// <summary>Adds a row. Its asset must stay as it is until the row group is closed, when its lease ends: it is not copied.</summary>
    public async Task AddAsync(SampleRow row, CancellationToken cancel)
    {
        if (_groupRows > 0 && _groupBytes + row.Asset.Length > _groupBytesMax)
            await FlushAsync(cancel);
        _codec.Append(row);
        _groupBytes += row.Asset.Length;
        _groupRows++;
        if (row.AssetLease is { } lease)
            _leases.Add(lease);
        Rows++;
    }

    /// <summary>Closes the last row group and writes the footer. Call it once, last.</summary>
    public async Task CompleteAsync(CancellationToken cancel)
    {
        if (_groupRows > 0)
            await FlushAsync(cancel);
        await _writer.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken cancel)
    {
        await _codec.FlushAsync(_writer, _options, cancel);
        _leases.ForEach(lease => lease.Dispose());
        _leases.Clear();
        _groupBytes = 0;
        _groupRows = 0;
    }
}
