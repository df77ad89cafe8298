using System.Globalization;
using System.Text;
using System.Text.Json;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;

namespace Mm.Data.Tests.Decode;

/// <summary>A shell script in the decoder's place that says it is ready and then misbehaves as told.</summary>
internal sealed class FakeDecoder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmdata-test-").FullName;

    /// <param name="body">Shell commands after the ready frame; standard input and output are the pipes.</param>
    public FakeDecoder(string body)
    {
        Path = System.IO.Path.Combine(_folder, "decoder.sh");
        File.WriteAllText(Path, $"#!/bin/sh\n{Print(Ready())}\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public string Folder => _folder;

    public DecoderPool Pool(double wallSeconds = 60, double cpuSeconds = 10, int lanes = 1) => new(
        new DecodeOptions
        {
            DecoderPath = Path,
            Sandbox = SandboxMode.Off,
            WallSecondsMax = wallSeconds,
            CpuSecondsMax = cpuSeconds,
            Cores = [.. CpuAffinity.Allowed().Take(lanes)],
        },
        TimeProvider.System);

    /// <summary>Shell command that writes a frame.</summary>
    public static string Print(byte[] frame) =>
        $"printf '{string.Concat(frame.Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0')))}'";

    /// <summary>Shell command that answers with <paramref name="reply"/>.</summary>
    public static string Answer(Reply reply, byte[] payload) =>
        Print(Framed(ReplyCodec.Write(reply), payload));

    /// <summary>Shell command that waits until the test, or another child, has told it so.</summary>
    public static string Await(string what) => $"until [ -e \"$0.{what}\" ]; do sleep 0.02; done";

    public void Tell(string what) => File.WriteAllText($"{Path}.{what}", "");

    /// <summary>Shell command that answers with a payload that lies in the shared memory, or so it says.</summary>
    public static string AnswerInSlot(Reply reply, long payloadBytes, int slot)
    {
        using var stream = new MemoryStream();
        Frame.WriteStart(stream, ReplyCodec.Write(reply), payloadBytes, slot);
        return Print(stream.ToArray());
    }

    /// <summary>Shell command that reads one probe request; its asset lies in the shared memory.</summary>
    public static string ReadProbe()
    {
        var ask = JsonSerializer.SerializeToUtf8Bytes(new Ask { Kind = AskKind.Probe }, ProtocolJson.Default.Ask);
        return string.Create(CultureInfo.InvariantCulture, $"head -c {Framed(ask, []).Length} >/dev/null");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Ready() =>
        Framed(JsonSerializer.SerializeToUtf8Bytes(new Ready(Frame.Version, 0, []), ProtocolJson.Default.Ready), []);

    private static byte[] Framed(byte[] header, byte[] payload)
    {
        using var stream = new MemoryStream();
        Frame.Write(stream, header, [payload]);
        return stream.ToArray();
    }
}
