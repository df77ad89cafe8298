namespace Mm.Data.Decode;

/// <summary>A job that a lane took, with the slot of the shared memory that it keeps until it is answered.</summary>
internal sealed class Flight(DecoderJob job, int slot)
{
    public DecoderJob Job { get; } = job;

    public int Slot { get; } = slot;

    /// <summary>The child that it was sent to; null before.</summary>
    public DecoderChild? SentTo { get; set; }

    /// <summary>Whether the job went back to the queue while it waited here: its answer is of no interest any more.</summary>
    public bool IsGivenBack { get; set; }
}
