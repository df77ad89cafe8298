using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>The place where a release is to appear, and what lies there now: a folder, or a prefix of a container.</summary>
internal interface IReleaseOutput
{
    /// <summary>The manifest of the release that lies there; null where there is none that this version reads.</summary>
    /// <exception cref="EnvironmentException">The place cannot be read.</exception>
    Task<ReleaseManifest?> ExistingAsync(CancellationToken cancel);

    /// <exception cref="ConfigurationException">Something lies there that a release must not replace.</exception>
    Task CheckFreeAsync(bool replace, CancellationToken cancel);

    /// <summary>Puts a whole release there in one step. What was there stays whole for who reads it.</summary>
    /// <param name="staging">Folder of the release, its manifest in it.</param>
    /// <param name="manifest">The same manifest.</param>
    /// <param name="replace">Whether another release gives way.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>False: another process has put the release of this very run there meanwhile.</returns>
    /// <exception cref="ConfigurationException">Another process has put something else there meanwhile.</exception>
    Task<bool> TakeAsync(string staging, ReleaseManifest manifest, bool replace, CancellationToken cancel);

    /// <summary>Makes good what whoever put the release there may have died before.</summary>
    void MakeDurable();
}

/// <summary>Tells the two kinds of output apart.</summary>
internal static class ReleaseOutput
{
    /// <param name="place">Path of a folder, or address in blob storage.</param>
    /// <param name="blobs">What lies at the address; null for a folder.</param>
    public static IReleaseOutput At(string place, IBlobs? blobs) => blobs is null ? new OutputFolder(place) : new OutputContainer(blobs);
}
