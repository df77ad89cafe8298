using Azure.Storage.Blobs.Models;
using Mm.Data.Pipeline;

namespace Mm.Data.Storage;

/// <summary>A stretch of a blob on its way, from front to back. The SDK asks again for what is missing when the way breaks.</summary>
internal sealed class BlobStream(BlobDownloadStreamingResult answer, string host, long length) : StretchStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Passed(answer.Content.Read(buffer[..Left(buffer.Length)]), buffer.Length);
        }
        catch (Exception e) when (BlobFault.Explain(host, e, CancellationToken.None) is { } told)
        {
            throw told;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Passed(await answer.Content.ReadAsync(buffer[..Left(buffer.Length)], cancellationToken), buffer.Length);
        }
        catch (Exception e) when (BlobFault.Explain(host, e, cancellationToken) is { } told)
        {
            throw told;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            answer.Dispose();
        base.Dispose(disposing);
    }

    private int Passed(int read, int asked)
    {
        if (read == 0 && asked > 0 && At < Length)
            throw new EnvironmentException("Its blob ended before its length.", EnvironmentFault.ServiceAway);
        At += read;
        return read;
    }
}
