namespace Mm.Data.Decoder.Av.Cutting;

/// <summary>
/// A clip that is to be cut: the pictures from <paramref name="First"/> up to but without <paramref name="End"/>, in the order in which
/// they lie in the film, and their times on the film's clock.
/// </summary>
internal sealed record Stretch(int First, int End, double FromSeconds, double ToSeconds);
