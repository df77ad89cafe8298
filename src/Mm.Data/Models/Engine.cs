using Mm.Data.Models.Batching;
using Mm.Data.Models.Caching;
using Mm.Data.Models.Runtime;

namespace Mm.Data.Models;

/// <summary>What all models of the process share: devices, lanes, options, and the cache of results where there is one.</summary>
internal sealed record Engine(OnnxDevices Devices, Lanes Lanes, ModelOptions Options, ResultCache? Cache)
{
    /// <summary>What manifest and run key say of where a model ran: its scores may have other last bits elsewhere.</summary>
    public string DeviceTold => Options is { ImageBatch: 0, TextBatch: 0 }
        ? Devices.Kind
        : $"{Devices.Kind}, batches {Options.ImageBatch}/{Options.TextBatch}";
}
