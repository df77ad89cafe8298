using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>
/// One running child. Used by one thread; only <see cref="Kill"/> may come from others. Reads and writes block: a kill ends them, since
/// it closes the other ends of the pipes.
/// </summary>
internal sealed class DecoderChild : IDisposable
{
    private const int ErrorCharactersMax = 2000;

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly bool _isSandboxed;

    private DecoderChild(Process process, bool isSandboxed)
    {
        _process = process;
        _isSandboxed = isSandboxed;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
    }

    /// <summary>Requests it was given so far.</summary>
    public int Requests { get; private set; }

    /// <summary>The protections that the child put on itself.</summary>
    public IReadOnlyList<SandboxPart> Parts { get; private set; } = [];

    /// <summary>Whether it can take another request.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>
    /// Starts a child and waits until it has confined itself. The calling thread must live as long as the child: the kernel's
    /// parent-death signal is bound to the thread that started it, not to the process.
    /// </summary>
    /// <exception cref="EnvironmentException">It did not come up.</exception>
    public static DecoderChild Start(ProcessStartInfo command, bool isSandboxed, TimeSpan most, TimeProvider time)
    {
        Descriptors.CloseOnStart();
        Process process;
        try
        {
            process = Process.Start(command)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new EnvironmentException($"The decoder cannot be started: {e.Message}.", e);
        }

        var child = new DecoderChild(process, isSandboxed);
        using var late = time.CreateTimer(_ => child.Kill(), null, most, Timeout.InfiniteTimeSpan);
        try
        {
            child.AwaitReady();
            return child;
        }
        catch (Exception e) when (e is IOException or ProtocolException or JsonException)
        {
            // No byte of an asset was sent yet, so what it printed is safe to show.
            child.Kill();
            var said = child.Errors();
            child.Dispose();
            throw new EnvironmentException($"The decoder did not start. {(said.Length > 0 ? said : e.Message)}", e);
        }
    }

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="header">JSON of an <see cref="Ask"/>.</param>
    /// <param name="asset">Encoded bytes.</param>
    /// <param name="payloadBytesMax">Longest payload to accept.</param>
    /// <param name="onMovie">Called when the child finds video or sound, which may take longer.</param>
    /// <exception cref="IOException">The child is gone.</exception>
    /// <exception cref="ProtocolException">It is gone, or what it says is no answer.</exception>
    public Exchange Ask(byte[] header, ReadOnlyMemory<byte> asset, long payloadBytesMax, Action onMovie)
    {
        Requests++;
        Frame.Write(_input, header, [asset]);
        var reply = Read(payloadBytesMax, out var payload);
        if (!reply.IsMovieNote)
            return new Exchange(reply, payload);
        onMovie();
        return new Exchange(Read(payloadBytesMax, out payload), payload);
    }

    public void Kill()
    {
        try
        {
            // Bubblewrap takes everything inside with it; without it ffmpeg could be left over.
            _process.Kill(entireProcessTree: !_isSandboxed);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It ended by itself.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _input.Dispose();
        _output.Dispose();
        _process.Dispose();
    }

    private Reply Read(long payloadBytesMax, out byte[] payload)
    {
        var start = Frame.ReadStart(_output, payloadBytesMax) ?? throw new EndOfStreamException("The decoder ended.");
        var reply = Parse(start.Header);
        payload = GC.AllocateUninitializedArray<byte>((int)start.PayloadBytes);
        Frame.ReadExactly(_output, payload);
        return reply;
    }

    private static Reply Parse(byte[] header)
    {
        try
        {
            return JsonSerializer.Deserialize(header, ProtocolJson.Default.Reply) ?? throw new ProtocolException("An empty answer.");
        }
        catch (JsonException)
        {
            // Without the text: it may quote the asset.
            throw new ProtocolException("An answer that is not JSON of the agreed form.");
        }
    }

    private void AwaitReady()
    {
        var start = Frame.ReadStart(_output, 0) ?? throw new ProtocolException("It ended before it was ready.");
        var ready = JsonSerializer.Deserialize(start.Header, ProtocolJson.Default.Ready);
        if (ready?.Version != Frame.Version)
            throw new ProtocolException($"It speaks version {ready?.Version}, not {Frame.Version}: build everything anew.");
        Parts = ready.Parts;
        _process.StandardError.Dispose();
    }

    private string Errors()
    {
        var text = new char[ErrorCharactersMax];
        var length = _process.StandardError.ReadBlock(text);
        return new StringBuilder().Append(text, 0, length).Replace('\n', ' ').ToString().Trim();
    }
}

/// <summary>A reply as it came, still to be checked.</summary>
internal sealed record Exchange(Reply Reply, byte[] Payload);
