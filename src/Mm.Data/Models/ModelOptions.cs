using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Models;

/// <summary>Where models run.</summary>
public enum ModelDevice : byte
{
    /// <summary>CUDA where it can be had, else the CPU; the report, the manifest and <c>mmdata doctor</c> say which.</summary>
    Auto,

    Cpu,

    /// <summary>NVIDIA GPUs. Where one or its library is missing, opening a model fails; the work never moves to the CPU
    /// unasked.</summary>
    Cuda,
}

/// <summary>Where models lie and where they run (section <c>Models</c> of the settings).</summary>
public sealed record ModelOptions
{
    [Description("Folders that hold model folders, each with a model.yaml. A folder that does not exist is skipped.")]
    public IReadOnlyList<string> Folders { get; init; } = [];

    [Description("Catalogues of models that can be pulled. A file that does not exist is skipped.")]
    public IReadOnlyList<string> Catalogues { get; init; } = [];

    [Description("What the addresses of the catalogues are below: https, or http on this machine.")]
    public string PullBase { get; init; } = "https://huggingface.co/";

    [Description("auto (cuda if it can be had, else cpu), cpu or cuda.")]
    public ModelDevice Device { get; init; } = ModelDevice.Auto;

    [Description("CUDA execution-provider plugin library (libonnxruntime_providers_cuda.so); absent: the one built into OnnxRuntime.Gpu.")]
    public string? CudaLibrary { get; init; }

    [Description("Which GPUs, from 0; each runs its own lanes. Empty: the first.")]
    public IReadOnlyList<int> CudaDevices { get; init; } = [];

    [Description("Forward passes at once over all models: on the CPU in all (0: one a processor), with CUDA on each GPU (0: two).")]
    [Range(0, 1024)]
    public int Parallel { get; init; }

    [Description("Pictures in one forward pass; 0: chosen by the graph and the device. Changes scores in their last bits at most.")]
    [Range(0, 1024)]
    public int ImageBatch { get; init; }

    [Description("Texts in one forward pass; 0: chosen by the graph and the device. Changes scores in their last bits at most.")]
    [Range(0, 1024)]
    public int TextBatch { get; init; }

    [Description("Milliseconds that a batch which is not full waits for more. A query from a page or the command line never waits.")]
    [Range(0, 60_000)]
    public int LingerMs { get; init; } = 20;

    [Description("What was measured once and need not be measured again.")]
    public CacheOptions Cache { get; init; } = new();
}

/// <summary>The cache of measurements and embeddings (section <c>Models:Cache</c>).</summary>
public sealed record CacheOptions
{
    [Description("Its folder; empty: cache in the state folder. Safe to delete while nothing runs.")]
    public string Folder { get; init; } = "";

    [Description("MiB on the disk at most; what was written first goes first. 0: no cache.")]
    [Range(0, 16_777_216)]
    public int SizeMib { get; init; } = 4096;
}
