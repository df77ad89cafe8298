using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Models;

/// <summary>Where models run.</summary>
public enum ModelDevice : byte
{
    Cpu,

    /// <summary>An NVIDIA GPU. Where it or its library is missing, opening a model fails; the work never moves to the CPU
    /// unasked.</summary>
    Cuda,
}

/// <summary>Where models lie and where they run (section <c>Models</c> of the settings).</summary>
public sealed record ModelOptions
{
    [Description("Folders that hold model folders, each with a model.yaml. A folder that does not exist is skipped.")]
    public IReadOnlyList<string> Folders { get; init; } = [];

    [Description("cpu or cuda.")]
    public ModelDevice Device { get; init; } = ModelDevice.Cpu;

    [Description("CUDA execution-provider plugin library (libonnxruntime_providers_cuda.so); absent: the one built into OnnxRuntime.Gpu.")]
    public string? CudaLibrary { get; init; }

    [Description("Which GPU, from 0.")]
    [Range(0, 63)]
    public int CudaDevice { get; init; }

    [Description("Forward passes at once, over all models; 0: one a processor.")]
    [Range(0, 1024)]
    public int Parallel { get; init; }
}
