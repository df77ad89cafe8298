using Microsoft.ML.OnnxRuntime;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Runtime;

/// <summary>Session options and memory of one device. One thread a forward pass, and sums are added in one order.</summary>
internal sealed class OnnxDevice
{
    private const string Registration = "mm-data-cuda";
    private static readonly Lock Registering = new();
    private static string? s_registered;
    private readonly ModelOptions? _options;
    private readonly int _gpu;

    private OnnxDevice()
    {
    }

    public OnnxDevice(ModelOptions options, int gpu) => (_options, _gpu) = (options, gpu);

    public static OnnxDevice Cpu { get; } = new();

    public bool IsCuda => _options is not null;

    /// <summary>Where tensors that stay on the device lie.</summary>
    public OrtMemoryInfo Memory => _options switch
    {
        null => OrtMemoryInfo.DefaultInstance,
        { CudaLibrary: not null } => Gpu(_options).GetMemoryInfo(OrtDeviceMemoryType.DEFAULT),
        _ => new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, _gpu, OrtMemType.Default),
    };

    /// <exception cref="EnvironmentException">CUDA is asked for and the GPU, its library or its driver is missing.</exception>
    public SessionOptions CreateSessionOptions()
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session.AddSessionConfigEntry("session.use_deterministic_compute", "1");
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (_options is not null)
            AddCuda(session, _options);
        return session;
    }

    private void AddCuda(SessionOptions session, ModelOptions options)
    {
        try
        {
            if (options.CudaLibrary is null)
                session.AppendExecutionProvider_CUDA(_gpu); // in OnnxRuntime.Gpu only
            else
                session.AppendExecutionProvider(OrtEnv.Instance(), [Gpu(options)], new Dictionary<string, string>());
        }
        catch (Exception e) when (e is not EnvironmentException)
        {
            // Three ways of lacking CUDA throw three unrelated exception types (measured), so none is singled out.
            session.Dispose();
            throw new EnvironmentException(
                $"Models:Device is {options.Device.ToString().ToLowerInvariant()}, but CUDA cannot be used: {e.Message} " +
                "Set Models:CudaLibrary to a provider library that fits this ONNX Runtime and " +
                "driver, build with UseOnnxRuntimeGpu=true, or set Models:Device to cpu (docs/gpu.md).", e);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private OrtEpDevice Gpu(ModelOptions options)
    {
        var library = options.CudaLibrary!;
        if (!File.Exists(library))
            throw new EnvironmentException($"Models:CudaLibrary {library} does not exist. " +
                "Install it, or set Models:Device to cpu (docs/gpu.md).");
        var environment = OrtEnv.Instance();
        lock (Registering)
        {
            if (s_registered is null)
            {
                environment.RegisterExecutionProviderLibrary(Registration, Path.GetFullPath(library));
                s_registered = library;
            }
        }

        var gpus = environment.GetEpDevices()
            .Where(device => device.HardwareDevice.Type is OrtHardwareDeviceType.GPU)
            .Where(device => device.EpName.Contains("cuda", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return _gpu < gpus.Length
            ? gpus[_gpu]
            : throw new EnvironmentException($"Models:CudaDevices names GPU {_gpu}, but {gpus.Length} CUDA devices were found. " +
                "Check the driver, or set Models:Device to cpu.");
    }
}
