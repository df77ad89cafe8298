using System.Security.Cryptography;

namespace Mm.Data.Run;

/// <summary>Names this process among all that work on the same catalog. No part of any result.</summary>
public sealed class WorkerIdentity
{
    /// <summary>New with each process, and says nothing about the machine: it stands in leases and on pages.</summary>
    public string Name { get; } = $"w-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
}
