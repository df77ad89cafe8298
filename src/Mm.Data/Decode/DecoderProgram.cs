using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>
/// The decoder as a program of its own, for the benchmark's verbs. Media of unknown origin goes to a <see cref="DecoderPool"/>.
/// </summary>
public static class DecoderProgram
{
    /// <summary>Program and first arguments; a verb and its own arguments come behind.</summary>
    /// <exception cref="EnvironmentException">The decoder is not there.</exception>
    public static IReadOnlyList<string> Command(DecodeOptions options)
    {
        var decoder = Programs.Decoder(options.DecoderPath);
        return decoder.EndsWith(".dll", StringComparison.Ordinal) ? [Path.Combine(Programs.DotnetRoot(), "dotnet"), decoder] : [decoder];
    }
}
