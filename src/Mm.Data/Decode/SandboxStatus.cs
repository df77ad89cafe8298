namespace Mm.Data.Decode;

/// <summary>One protection around a decoder child. <paramref name="Reason"/> says why it is missing, or what it is.</summary>
public sealed record SandboxPart(string Name, bool Active, string Reason);

/// <summary>What stands around the decoder children of a pool, for <c>mmdata doctor</c>.</summary>
public sealed record SandboxStatus(IReadOnlyList<SandboxPart> Parts)
{
    public bool IsComplete => Parts.All(part => part.Active);
}
