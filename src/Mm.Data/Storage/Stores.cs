using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Storage;

/// <summary>What lies behind the places that a command names: folders of this machine, or the account of the settings.</summary>
public sealed class Stores(StorageOptions options, string stateFolder)
{
    private const int NameDigits = 16;

    private readonly Lazy<BlobServiceClient> _account = new(() => BlobAccount.Open(options));

    /// <summary>Stores without an account: folders alone.</summary>
    public static Stores Local { get; } = new(new StorageOptions(), "");

    /// <exception cref="ConfigurationException">The place lies in blob storage, and the settings name no usable account.</exception>
    public IFiles FilesOf(string place) => BlobAddress.IsOne(place) ? new BlobFiles(_account.Value) : LocalFiles.Instance;

    /// <summary>What lies below a place in blob storage; null for a folder.</summary>
    /// <exception cref="ConfigurationException">No address, or the settings name no usable account.</exception>
    public IBlobs? BlobsOf(string place)
    {
        if (!BlobAddress.IsOne(place))
            return null;
        var address = BlobAddress.Parse(place);
        return new ContainerBlobs(_account.Value.GetBlobContainerClient(address.Container), address, options);
    }

    /// <summary>
    /// The path beside which the work of a run lies: its output where that is a folder, and for a container one in the work folder, which
    /// all workers of the run have to see.
    /// </summary>
    public string WorkOf(string output) => BlobAddress.IsOne(output) ? Path.Combine(WorkFolder, NameOf(output)) : output;

    /// <summary>Where a copy of a release in blob storage lies that is read here.</summary>
    public string CopyOf(string name) => Path.Combine(WorkFolder, "copies", name);

    private string WorkFolder =>
        Path.GetFullPath(options.WorkFolder.Length > 0 ? options.WorkFolder : Path.Combine(stateFolder, "blob-work"));

    private static string NameOf(string output)
    {
        var address = BlobAddress.Parse(output);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(address.ToString()));
        return $"{address.Container}-{Convert.ToHexStringLower(digest)[..NameDigits]}";
    }
}
