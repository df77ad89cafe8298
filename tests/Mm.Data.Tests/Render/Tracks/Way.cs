namespace Mm.Data.Tests.Render.Tracks;

/// <summary>How a scripted box moves.</summary>
internal enum Way
{
    Still,
    Straight,
    Speeding,
    Swaying,
    Nearing,
    Entering,
    Leaving,
    Wandering,
}
