using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decode;

/// <summary>
/// One running child. Used by one thread; only <see cref="Kill"/> may come from others. Assets and answers lie in memory that it shares,
/// the pipes carry what is said about them (docs/adr/0008). Reads and writes block: a kill ends them, since
/// it closes the other ends of the pipes.
/// </summary>
internal sealed class DecoderChild : IDisposable
{
    private const int ErrorCharactersMax = 2000;

    // An asset that goes through the pipe, or a longer request, is sent only when the child is free to read it.
    private const int RequestBytesAhead = 32 << 10;

    private readonly Process _process;
    private readonly SharedMemory _memory;
    private readonly AnswerMemory _answers;
    private readonly Stream _input;
    private readonly FrameReader _output;
    private readonly bool _isSandboxed;

    private DecoderChild(Process process, SharedMemory memory, AnswerMemory answers, bool isSandboxed)
    {
        _answers = answers;
        _process = process;
        _memory = memory;
        _isSandboxed = isSandboxed;
        _input = Plain(process.StandardInput.BaseStream, FileAccess.Write);
        _output = new FrameReader(Plain(process.StandardOutput.BaseStream, FileAccess.Read));
    }

    /// <summary>Requests that it answered so far.</summary>
    public int Answers { get; private set; }

    public int ProcessId => _process.Id;

    /// <summary>The protections that the child put on itself.</summary>
    public IReadOnlyList<SandboxPart> Parts { get; private set; } = [];

    /// <summary>Whether it can take another request.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>
    /// Starts a child and waits until it has confined itself. The calling thread must live as long as the child: the kernel's
    /// parent-death signal is bound to the thread that started it, not to the process.
    /// </summary>
    /// <exception cref="EnvironmentException">It did not come up.</exception>
    public static DecoderChild Start(
        Func<int, ProcessStartInfo> command, AnswerMemory answers, bool isSandboxed, TimeSpan most, TimeProvider time)
    {
        var memory = new SharedMemory();
        Process process;
        try
        {
            process = Descriptors.Start(command(memory.Descriptor), memory.Descriptor);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            memory.Dispose();
            throw new EnvironmentException($"The decoder cannot be started: {e.Message}.", e);
        }

        var child = new DecoderChild(process, memory, answers, isSandboxed);
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

    /// <summary>Whether a request can be sent while the child works on another: what blocks must wait until it reads again.</summary>
    public static bool MaySendAhead(byte[] header, ReadOnlyMemory<byte> asset) =>
        asset.Length <= SharedLayout.InputBytes && header.Length <= RequestBytesAhead;

    /// <summary>Sends a request. Answers come in the order of the requests.</summary>
    /// <param name="slot">Slot of the shared memory that is free.</param>
    /// <param name="header">JSON of an <see cref="Protocol.Ask"/>.</param>
    /// <param name="asset">Encoded bytes.</param>
    /// <exception cref="IOException">The child is gone.</exception>
    public void Send(int slot, byte[] header, ReadOnlyMemory<byte> asset)
    {
        if (_memory.TryWrite(slot, asset.Span))
            Frame.WriteStart(_input, header, asset.Length, slot);
        else
            Frame.Write(_input, header, [asset]);
    }

    /// <summary>Waits for the answer to the oldest request.</summary>
    /// <param name="slot">The slot that it was sent with.</param>
    /// <param name="payloadBytesMax">Longest payload to accept.</param>
    /// <param name="onNote">Called when the child finds something that may take longer.</param>
    /// <exception cref="IOException">The child is gone.</exception>
    /// <exception cref="ProtocolException">It is gone, or what it says is no answer.</exception>
    public Exchange Receive(int slot, long payloadBytesMax, Action<ReplyNote> onNote)
    {
        var reply = Read(slot, payloadBytesMax, out var payload);
        if (reply.Note is not ReplyNote.None)
        {
            onNote(reply.Note);
            reply = Read(slot, payloadBytesMax, out payload);
        }

        Answers++;
        return new Exchange(reply, payload);
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
        _process.StandardInput.Dispose();
        _process.StandardOutput.Dispose();
        _process.Dispose();
        _memory.Dispose();
    }

    /// <summary>The same pipe without the layers for sockets and timeouts; the process's own stream stays its owner.</summary>
    private static FileStream Plain(Stream pipe, FileAccess access) => new(
        new SafeFileHandle(((PipeStream)pipe).SafePipeHandle.DangerousGetHandle(), ownsHandle: false), access, bufferSize: 0);

    private Reply Read(int slot, long payloadBytesMax, out AnswerLease payload)
    {
        var start = _output.ReadStart(payloadBytesMax) ?? throw new EndOfStreamException("The decoder ended.");
        if (start.Slot != Frame.Behind && start.Slot != slot)
            throw new ProtocolException("An answer in the slot of another request.");
        var reply = ReplyCodec.Read(start.Header);
        payload = _answers.Rent((int)start.PayloadBytes);
        if (start.Slot == Frame.Behind)
            _output.ReadExactly(payload.Memory.Span);
        else
            _memory.Read(slot, payload.Memory.Span);
        return reply;
    }

    private void AwaitReady()
    {
        var start = _output.ReadStart(0) ?? throw new ProtocolException("It ended before it was ready.");
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
internal sealed record Exchange(Reply Reply, AnswerLease Payload);
