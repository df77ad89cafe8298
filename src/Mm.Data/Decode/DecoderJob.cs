namespace Mm.Data.Decode;

/// <summary>One request on its way to a lane. An empty header only asks for a running child.</summary>
internal sealed record DecoderJob(byte[] Header, ReadOnlyMemory<byte> Asset, long PayloadBytesMax, CancellationToken Cancel)
{
    public TaskCompletionSource<DecoderOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What came of a job: an unchecked answer, or a reason.</summary>
internal sealed record DecoderOutcome
{
    public Exchange? Exchange { get; init; }

    public string Reason { get; init; } = "";

    public IReadOnlyList<SandboxPart> Parts { get; init; } = [];

    /// <summary>Whether the child ended. The asset need not have done it: the kernel kills too, and so do operators.</summary>
    public bool IsCrash => Exchange is null && Reason is DecodeReasons.Crashed;

    /// <summary>Whether an earlier asset may have caused this through the state of the child.</summary>
    public bool MayBeInherited =>
        (Exchange is null ? Reason : Exchange.Reply.Reason) is DecodeReasons.OutOfMemory or DecodeReasons.Protocol;
}
