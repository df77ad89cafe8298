using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Mm.Data.Decode.Protocol;
using Mm.Data.Decoder;
using Mm.Data.Decoder.Bench;
using Mm.Data.Pipeline;

// The child's whole life: confine itself, say that it is ready, answer until its parent closes the pipe.
const int StandardInput = 0;
const int StandardOutput = 1;
const int StandardError = 2;
const int PipeBytes = 1 << 20;

try
{
    // Verbs for benchmarks: they open files that the user made or chose for measuring, outside any sandbox. Mm.Data's own children are
    // never started with them.
    if (args is ["bench-make", .. var make])
        return BenchMake.Run(make);
    if (args is ["bench-variants", .. var variants])
        return BenchVariants.Run(variants);
    if (args is ["bench-reference", .. var reference])
        return BenchReference.Run(reference);
    if (args.Length != 1)
        throw new ConfigurationException("This program is started by Mm.Data with its settings; it is not for use by hand.");
    var settings = JsonSerializer.Deserialize(args[0], ProtocolJson.Default.ChildSettings)!;
    var region = new SharedRegion(settings.SharedDescriptor);
    var parts = Confinement.Apply(settings);

    // Answers go to a private copy of standard output: a library that prints writes into the void and cannot spoil the protocol.
    var answers = Native.Dup(StandardOutput);
    Native.Fcntl(StandardInput, Native.FSetPipeSize, PipeBytes);
    Native.Fcntl(answers, Native.FSetPipeSize, PipeBytes);
    using var input = new FileStream(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    using var output = new FileStream(new SafeFileHandle(answers, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    var server = new ChildServer(settings, region, input, output);
    server.SayReady(parts);

    using (var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write))
    {
        // From here on bytes of assets are at work, and what libraries print may quote them.
        Native.Dup2((int)nothing.DangerousGetHandle(), StandardOutput);
        Native.Dup2((int)nothing.DangerousGetHandle(), StandardError);
    }

    await server.ServeAsync(CancellationToken.None);
    return 0;
}
catch (Exception e) when (e is ConfigurationException or EnvironmentException or DllNotFoundException or TypeInitializationException)
{
    Console.Error.WriteLine((e.InnerException ?? e).Message);
    return 3;
}
