using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Runtime;

/// <summary>
/// The devices that models run on, settled once a process from <see cref="ModelOptions.Device"/>. On the CPU one session serves all
/// lanes, one thread a forward pass: parallelism comes from batches side by side, which costs a quarter less CPU than two threads in
/// one pass (measured, docs/adr/0011). With CUDA every GPU has a session.
/// </summary>
internal sealed class OnnxDevices
{
    private const int CudaLanes = 2; // one copies while the other computes
    private readonly int _parallel;

    private OnnxDevices(IReadOnlyList<OnnxDevice> all, int parallel, string? note) => (All, _parallel, Note) = (all, parallel, note);

    public IReadOnlyList<OnnxDevice> All { get; }

    /// <summary>Why <c>auto</c> did not take CUDA; null where it did or was not asked.</summary>
    public string? Note { get; }

    public bool IsCuda => All[0].IsCuda;

    /// <summary><c>cpu</c> or <c>cuda</c>, as manifest and report say it.</summary>
    public string Kind => IsCuda ? "cuda" : "cpu";

    /// <summary>What decides the last bits of an output beside the model: runtime, device and, on a CPU, its widest vectors.</summary>
    public string Arithmetic =>
        $"onnxruntime {OrtEnv.Instance().GetVersionString()}, {Kind}" +
        (IsCuda ? "" : Avx512F.IsSupported ? ", avx512" : Avx2.IsSupported ? ", avx2" : ", sse");

    /// <summary>The device of each lane, as an index into <see cref="All"/>.</summary>
    public IReadOnlyList<int> Lanes => IsCuda
        ? [.. Enumerable.Range(0, _parallel > 0 ? _parallel : CudaLanes).SelectMany(_ => Enumerable.Range(0, All.Count))]
        : [.. Enumerable.Range(0, _parallel > 0 ? _parallel : Environment.ProcessorCount).Select(lane => lane % All.Count)];

    /// <exception cref="EnvironmentException">CUDA is asked for and the GPU, its library or its driver is missing.</exception>
    public static OnnxDevices Open(ModelOptions options)
    {
        if (options.Device is ModelDevice.Cpu)
            return new OnnxDevices([OnnxDevice.Cpu], options.Parallel, null);
        var gpus = (options.CudaDevices.Count > 0 ? options.CudaDevices : [0]).Distinct()
            .Select(gpu => new OnnxDevice(options, gpu)).ToArray();
        if (options.Device is ModelDevice.Cuda)
            return new OnnxDevices(gpus, options.Parallel, null); // what is missing is told when the first model is opened
        try
        {
            foreach (var gpu in gpus)
                gpu.CreateSessionOptions().Dispose();
            return new OnnxDevices(gpus, options.Parallel, null);
        }
        catch (EnvironmentException e)
        {
            return new OnnxDevices([OnnxDevice.Cpu], options.Parallel, e.Message);
        }
    }

    /// <summary>Two lanes' worth of devices that are both the CPU, for tests of what several devices must keep.</summary>
    internal static OnnxDevices CpuTwice() => new([OnnxDevice.Cpu, OnnxDevice.Cpu], 2, null);
}
