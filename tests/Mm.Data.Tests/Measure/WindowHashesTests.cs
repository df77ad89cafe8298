using System.Numerics;
using Mm.Data.Measure;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class WindowHashesTests
{
    private const int Words = WindowHashes.Bits / 8;

    [Fact]
    public void Each_window_has_256_bits_and_half_of_them_are_set()
    {
        var hashes = WindowHashes.Of(Drawn(0, 0, 1));

        Assert.Equal(35, WindowHashes.Count);
        Assert.Equal(WindowHashes.Count * Words, hashes.Length);
        Assert.All(hashes.Chunk(Words), hash => Assert.InRange(hash.Sum(part => BitOperations.PopCount(part)), 120, 136));
    }

    /// <summary>A crop's whole lies near a window of what it was cut from, wherever it was cut, and far from another picture's.</summary>
    [Theory]
    [InlineData(0.85, 0, 0)]
    [InlineData(0.85, 0.15, 0)]
    [InlineData(0.85, 0.075, 0.075)]
    [InlineData(0.85, 0.03, 0.12)]
    [InlineData(0.93, 0.02, 0.05)]
    [InlineData(1, 0, 0)]
    public void A_crop_is_near_a_window_of_the_whole(double size, double x, double y)
    {
        var crop = WindowHashes.Of(Drawn(x, y, size)).AsSpan(0, Words).ToArray();

        Assert.InRange(WindowHashes.Of(Drawn(0, 0, 1)).Chunk(Words).Min(window => Distance(crop, window)), 0, 60);
        Assert.InRange(WindowHashes.Of(Drawn(0, 0, 1, seed: 7)).Chunk(Words).Min(window => Distance(crop, window)), 85, 256);
    }

    [Fact]
    public void Another_size_is_a_fault_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => WindowHashes.Of(new byte[32 * 32]));

    private static int Distance(byte[] one, byte[] other) => one.Zip(other, (a, b) => BitOperations.PopCount((uint)(a ^ b))).Sum();

    /// <summary>A made-up scene of waves, looked at through a window of it.</summary>
    private static byte[] Drawn(double x, double y, double size, int seed = 1)
    {
        var waves = Enumerable.Range(1, 40).Select(i => (
            U: (i * 7 * seed % 13) - 6, V: (i * 5 * seed % 11) - 5, Phase: i * seed * 1.7, Height: 30.0 / Math.Sqrt(i))).ToArray();
        var luma = new byte[WindowHashes.Side * WindowHashes.Side];
        for (var row = 0; row < WindowHashes.Side; row++)
        {
            for (var column = 0; column < WindowHashes.Side; column++)
            {
                var (left, top) = (x + (size * (column + 0.5) / WindowHashes.Side), y + (size * (row + 0.5) / WindowHashes.Side));
                var level = 128 + waves.Sum(wave => wave.Height * Math.Sin((2 * Math.PI * ((wave.U * left) + (wave.V * top))) + wave.Phase));
                luma[(row * WindowHashes.Side) + column] = (byte)Math.Clamp(level, 0, 255);
            }
        }

        return luma;
    }
}
