using Mm.Data.Decoder;
using Mm.Data.Tests.Kit;
using Mm.Data.Tests.Kit.Poison;

/// <summary>
/// The runtime calls this before a program that was started with this assembly as its hook: a decoder child of <see cref="PoisonDecoder"/>,
/// or a <see cref="Committer"/> of its own. Name and place are the runtime's convention.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        Committer.ObeyAndExit();
        ChildServer.AssetSeen = asset => PoisonDecoder.Play(asset.Span);
    }
}
