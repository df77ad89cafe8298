using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Storage;

/// <summary>What lies behind the places that a command names: folders of this machine, or the account of the settings.</summary>
public sealed class Stores(StorageOptions options)
{
    private readonly Lazy<BlobFiles> _blobs = new(() => new BlobFiles(BlobAccount.Open(options)));

    /// <summary>Stores without an account: folders alone.</summary>
    public static Stores Local { get; } = new(new StorageOptions());

    /// <exception cref="ConfigurationException">The place lies in blob storage, and the settings name no usable account.</exception>
    public IFiles FilesOf(string place) => BlobAddress.IsOne(place) ? _blobs.Value : LocalFiles.Instance;
}
