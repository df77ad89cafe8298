using System.Security.Cryptography;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace Mm.Data.Tests.Write;

public sealed class MediaLoanTests : IDisposable
{
    private static readonly Modality[] Modalities = Enum.GetValues<Modality>();

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs of levels, stretches of packed ones, empty assets, row groups of one row and of many; kept in memory and not.</summary>
    [Theory]
    [InlineData(1, 64 << 20)]
    [InlineData(7, 64 << 20)]
    [InlineData(300, 64 << 20)]
    [InlineData(300, 1 << 10)]
    [InlineData(2000, 64 << 20)]
    public async Task What_is_lent_is_what_the_library_reads(int count, int stretchMax)
    {
        var random = new Random(count);
        SampleRow[] rows =
        [
            .. Enumerable.Range(0, count).Select(i => SampleRows.Image($"s{i:D4}", random.Next(4) == 0 ? 0 : random.Next(400)) with
            {
                Modality = i < count / 3 ? Modality.Image : Modalities[random.Next(Modalities.Length)],
            }),
        ];
        var path = _folder["part.parquet"];
        await using (var stream = File.Create(path))
        {
            var writer = await SampleWriter.CreateAsync(stream, [], rowGroupKib: 64, Cancel);
            foreach (var row in rows)
                await writer.AddAsync(row, Cancel);
            await writer.CompleteAsync(Cancel);
        }

        var lent = new List<string>();
        await using var file = new DigestedFile(path, stretchMax);
        await foreach (var read in SampleFile.ReadDamagedAsync(file, path, Cancel))
        {
            using var group = read;
            lent.AddRange(group.Rows!.Select(Flat));
        }

        Assert.Equal(rows.Select(Flat), lent);
        Assert.Equal(await SampleFile.ReadAsync(path, Cancel).Select(Flat).ToListAsync(Cancel), lent);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, Cancel))), file.Finish(Cancel));
        Assert.Equal(new FileInfo(path).Length, file.Passed);
    }

    [Theory]
    [InlineData(CompressionMethod.None, true)]
    [InlineData(CompressionMethod.Snappy, true)]
    [InlineData(CompressionMethod.None, false)]
    public async Task A_column_of_another_layout_is_left_to_the_library(CompressionMethod compression, bool nullable)
    {
        var field = new DataField("bytes", typeof(byte[]), nullable);
        ReadOnlyMemory<byte>[] values = [.. Enumerable.Range(0, 40).Select(i => (ReadOnlyMemory<byte>)new byte[] { (byte)i, 1, 2 })];
        var path = _folder["media.parquet"];
        var schema = new ParquetSchema(field);
        await using (var stream = File.Create(path))
        {
            var options = new ParquetOptions { CompressionMethod = compression };
            await using var writer = await ParquetWriter.CreateAsync(schema, stream, options, cancellationToken: Cancel);
            using var group = writer.CreateRowGroup();
            var leaf = new LeafBuffer<ReadOnlyMemory<byte>>(field);
            foreach (var (index, value) in values.Index())
                leaf.Add(nullable && index % 3 == 0 ? default(ReadOnlyMemory<byte>?) : value);
            await leaf.FlushAsync(group, Cancel);
        }

        await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: Cancel);
        using var rows = reader.OpenRowGroupReader(0);
        await using var media = new DigestedFile(path);
        using var loan = new MediaLoan(media);
        var read = await loan.ReadAsync(rows, reader.Schema.FindDataField(new FieldPath("bytes")), Cancel);

        Assert.Equal(
            values.Index().Select(value => nullable && value.Index % 3 == 0 ? null : Convert.ToHexString(value.Item.Span)),
            read.Select(value => value is { } there ? Convert.ToHexString(there.Span) : null));
    }

    [Fact]
    public void Headers_and_levels_that_are_none_are_told()
    {
        byte[] header = [0x15, 0x00, 0x15, 0x08, 0x15, 0x08, 0x2C, 0x15, 0x04, 0x15, 0x00, 0x15, 0x06, 0x15, 0x06, 0x00, 0x00];
        Assert.Equal(new MediaPageHeader(header.Length, 4, 2, IsPlain: true), MediaPageHeader.Read(header));
        for (var length = 0; length < header.Length; length++)
            Assert.Throws<FormatException>(() => MediaPageHeader.Read(header.AsSpan(0, length)));

        Assert.Throws<FormatException>(() => RunLengths.Read([], highest: 2, new byte[1]));
        Assert.Throws<FormatException>(() => RunLengths.Read([0, 1], highest: 2, new byte[1]));
        Assert.Throws<FormatException>(() => RunLengths.Read([2, 3], highest: 2, new byte[1]));
        Assert.Throws<FormatException>(() => RunLengths.Read([3, 0], highest: 2, new byte[8]));
        var levels = new byte[11];
        RunLengths.Read([3, 0b10_00_01_10, 0b00_00_00_10, 20, 1], highest: 2, levels);
        Assert.Equal([2, 1, 0, 2, 2, 0, 0, 0, 1, 1, 1], levels);
    }

    private static string Flat(SampleRow row) => $"{row.Id} {row.Modality} {Convert.ToHexString(row.Asset.Span)}";
}
