namespace Mm.Data.Render.Tracks;

/// <summary>How far apart in time two sightings may lie and still be taken for one thing, and how far beyond them it is filled.</summary>
/// <param name="StepSeconds">Seconds between the frames that were looked at.</param>
/// <param name="MissedSeconds">A thing in the picture may go unseen by the detector for so long.</param>
public sealed record TrackSettings(double StepSeconds, double MissedSeconds)
{
    // Frame times are floats, and the first frame of a step may come a little late.
    private const double Slack = 0.02;

    /// <summary>
    /// Seconds between two sightings of one thing at most, and how long it is filled before its first and after its last.
    /// </summary>
    public double ReachSeconds => MissedSeconds + StepSeconds + Slack;
}
