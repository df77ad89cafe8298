using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// How a tool ended. <paramref name="ErrorTail"/> is the end of its standard error: for <see cref="AvReasons"/> only, never to be
/// shown.
/// </summary>
internal sealed record ToolExit(int Code, string ErrorTail);

/// <summary>
/// Runs ffmpeg and ffprobe: no shell, closed standard input, an environment of our own, bounded memory for what they say, and nothing
/// left running when the caller gives up (docs/adr/0005).
/// </summary>
internal static class Tool
{
    public const string Ffmpeg = "ffmpeg";
    public const string Ffprobe = "ffprobe";

    private const int TailBytes = 4096;

    /// <summary>
    /// Runs the tool to its end. <paramref name="read"/> gets its standard output and says whether it read to the end; if not, the
    /// tool is ended.
    /// </summary>
    /// <exception cref="EnvironmentException">The tool is not installed.</exception>
    public static async Task<ToolExit> RunAsync(ProcessStartInfo start, Func<Stream, Task<bool>> read, CancellationToken cancel)
    {
        Close(start);
        using var process = Start(start);
        try
        {
            process.StandardInput.Close();
            var tail = ReadTailAsync(process.StandardError.BaseStream, cancel);
            if (!await read(process.StandardOutput.BaseStream))
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(cancel);
            return new ToolExit(process.ExitCode, await tail);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a tool that is not expected to write to its standard output.</summary>
    public static Task<ToolExit> RunAsync(ProcessStartInfo start, CancellationToken cancel) =>
        RunAsync(start, async output => (await ReadAllAsync(output, TailBytes, cancel)) is not null, cancel);

    /// <summary>All of a stream, or null where it holds more than <paramref name="bytesMax"/>.</summary>
    public static async Task<MemoryStream?> ReadAllAsync(Stream stream, long bytesMax, CancellationToken cancel)
    {
        var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancel)) > 0)
        {
            if (all.Length + count > bytesMax)
                return null;
            all.Write(buffer, 0, count);
        }

        all.Position = 0;
        return all;
    }

    private static void Close(ProcessStartInfo start)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // Nothing inherited may change bytes or write files (FFREPORT, locale, driver settings).
        var path = start.Environment.TryGetValue("PATH", out var inherited) ? inherited : null;
        start.Environment.Clear();
        start.Environment["PATH"] = path ?? "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C";
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new EnvironmentException($"{start.FileName} cannot be started. Install the package ffmpeg (5.1 or newer).", e);
        }
    }

    private static async Task<string> ReadTailAsync(Stream stream, CancellationToken cancel)
    {
        var tail = new byte[2 * TailBytes];
        var length = 0;
        int count;
        while ((count = await stream.ReadAsync(tail.AsMemory(length), cancel)) > 0)
        {
            length += count;
            if (length < tail.Length)
                continue;
            tail.AsSpan(TailBytes).CopyTo(tail);
            length = TailBytes;
        }

        return Encoding.UTF8.GetString(tail, 0, length);
    }
}
