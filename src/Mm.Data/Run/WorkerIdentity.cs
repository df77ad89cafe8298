using System.Security.Cryptography;

namespace Mm.Data.Run;

/// <summary>Names this process among all that work on the same catalog. No part of any result.</summary>
public sealed class WorkerIdentity
{
    /// <summary>Machine, process, and a few digits that tell it from an earlier process of the same number.</summary>
    public string Name { get; } =
        $"{Environment.MachineName}/{Environment.ProcessId}/{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
}
