using Microsoft.ML.OnnxRuntime;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Runtime;

/// <summary>
/// Session options for the configured device. One thread a forward pass: parallelism comes from samples, and sums are added in one order.
/// </summary>
internal sealed class OnnxDevice(ModelOptions options)
{
    private const string Registration = "mm-data-cuda";
    private static readonly Lock Registering = new();
    private static string? s_registered;

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
        if (options.Device is ModelDevice.Cuda)
            AddCuda(session);
        return session;
    }

    private void AddCuda(SessionOptions session)
    {
        try
        {
            if (options.CudaLibrary is { } library)
                AddPlugin(session, library);
            else
                session.AppendExecutionProvider_CUDA(options.CudaDevice); // in OnnxRuntime.Gpu only
        }
        catch (Exception e) when (e is not EnvironmentException)
        {
            // Three ways of lacking CUDA throw three unrelated exception types (measured), so none is singled out.
            session.Dispose();
            throw new EnvironmentException(
                $"Models:Device is cuda, but CUDA cannot be used: {e.Message} " +
                "Set Models:CudaLibrary to a provider library that fits this ONNX Runtime and " +
                "driver, build with UseOnnxRuntimeGpu=true, or set Models:Device to cpu (docs/adr/0002).", e);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void AddPlugin(SessionOptions session, string library)
    {
        if (!File.Exists(library))
            throw new EnvironmentException($"Models:CudaLibrary {library} does not exist. " +
                "Install it, or set Models:Device to cpu (docs/adr/0002).");
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
        if (options.CudaDevice >= gpus.Length)
        {
            throw new EnvironmentException($"Models:CudaDevice is {options.CudaDevice}, but {gpus.Length} CUDA devices were found. " +
                "Check the driver, or set Models:Device to cpu.");
        }
        session.AppendExecutionProvider(environment, [gpus[options.CudaDevice]], new Dictionary<string, string>());
    }
}
