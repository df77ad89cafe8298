using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Mm.Data.Tests.Kit.Poison;

/// <summary>What an asset does to the process that opens it.</summary>
internal enum PoisonKind
{
    Abort,
    Segfault,
    Loop,
    Allocate,
    Fork,
}

/// <summary>
/// The real decoder, sandbox and all, in which assets with a mark in a text chunk do what the mark says. Under the decoder as it is they
/// are pictures like others.
/// </summary>
internal sealed partial class PoisonDecoder : IDisposable
{
    private const string Mark = "mmdata-test-poison";
    private const int HeaderEnd = 33; // signature and IHDR
    private const int NowhereAddress = 16;
    private const int Forks = 64;
    private readonly TemporaryFolder _folder = new();

    public PoisonDecoder()
    {
        var beside = AppContext.BaseDirectory;
        foreach (var file in Directory.GetFiles(System.IO.Path.Combine(beside, "decoder"), "*", SearchOption.AllDirectories))
        {
            var target = _folder[System.IO.Path.GetRelativePath(System.IO.Path.Combine(beside, "decoder"), file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            if (Link(file, target) != 0)
                File.Copy(file, target);
        }

        File.Copy(System.IO.Path.Combine(beside, "Mm.Data.Tests.dll"), _folder["Mm.Data.Tests.dll"], overwrite: true);
        File.WriteAllText(Path, string.Join(
            '\n',
            "#!/bin/sh",
            $"export DOTNET_STARTUP_HOOKS='{_folder["Mm.Data.Tests.dll"]}'",
            $"exec \"$DOTNET_ROOT/dotnet\" '{_folder["Mm.Data.Decoder.dll"]}' \"$@\"",
            ""));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>For <c>Decode:DecoderPath</c>.</summary>
    public string Path => _folder["decoder.sh"];

    /// <summary>The picture with a mark in it.</summary>
    public static byte[] Poisoned(byte[] png, PoisonKind kind)
    {
        var text = PlainPng.Chunk("tEXt", Encoding.ASCII.GetBytes($"{Mark}\0{kind}"));
        return [.. png[..HeaderEnd], .. text, .. png[HeaderEnd..]];
    }

    /// <summary>Does what the mark says, if there is one. In the child.</summary>
    public static void Play(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeaderEnd + 8 || !start.Slice(HeaderEnd + 4, 4).SequenceEqual("tEXt"u8))
            return;
        var length = BinaryPrimitives.ReadInt32BigEndian(start[HeaderEnd..]);
        var parts = Encoding.ASCII.GetString(start.Slice(HeaderEnd + 8, Math.Min(length, start.Length - HeaderEnd - 8))).Split('\0');
        if (parts is [Mark, var kind])
            Play(Enum.Parse<PoisonKind>(kind));
    }

    public void Dispose() => _folder.Dispose();

    private static void Play(PoisonKind kind)
    {
        switch (kind)
        {
            case PoisonKind.Abort:
                Abort();
                break;
            case PoisonKind.Segfault:
                Fill(NowhereAddress, 0, 1); // in native code, as a codec would
                break;
            case PoisonKind.Loop:
                for (var i = 0; ; i++)
                    Volatile.Read(ref i);
            case PoisonKind.Allocate:
                for (var all = new List<byte[]>(); ;)
                    all.Add(GC.AllocateUninitializedArray<byte>(16 << 20));
            case PoisonKind.Fork:
                for (var i = 0; i < Forks && Fork() != 0; i++)
                {
                }

                Exit(9);
                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial nint Fill(nint address, int value, nuint count);

    [LibraryImport("libc", EntryPoint = "fork")]
    private static partial int Fork();

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
