using System.Runtime.InteropServices;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>Finds the programs that a decoder child needs.</summary>
internal static class Programs
{
    /// <summary>Full path of <paramref name="name"/> on this process's PATH, links resolved; null when it is not there.</summary>
    public static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .Where(File.Exists)
        .Select(path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path)
        .FirstOrDefault();

    /// <summary>The installation that runs this very process: its folder holds the <c>dotnet</c> host.</summary>
    public static string DotnetRoot()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return File.Exists(Path.Combine(root, "dotnet"))
            ? root
            : Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } named && File.Exists(Path.Combine(named, "dotnet"))
                ? named
                : throw new EnvironmentException($"No dotnet host in {root}. Install the .NET runtime, or set DOTNET_ROOT to where it is.");
    }

    /// <exception cref="EnvironmentException">It is not there.</exception>
    public static string Decoder(string configured)
    {
        var path = configured.Length > 0 ? configured : Path.Combine(AppContext.BaseDirectory, "decoder", "Mm.Data.Decoder.dll");
        return File.Exists(path)
            ? Path.GetFullPath(path)
            : throw new EnvironmentException(
                $"The decoder is missing: {path}. Build the solution, or set Decode:DecoderPath to Mm.Data.Decoder.dll.");
    }
}
