using Mm.Data.Audit.Log;

namespace Mm.Data.Tests.Kit;

/// <summary>Keys of tests alone: known to everybody, so that releases made in different places have equal signatures.</summary>
internal static class TestKeys
{
    public const string Text = "PRIVATE+KEY+test.example/releases+b75e542f+AdZAPNmzmwsZ9A4H+f3bLLDLA5QZgjAPupQHoKLgz0Oy";

    public static PrivateKey Mine { get; } = PrivateKey.Parse(Text);

    /// <summary>Of one who forges.</summary>
    public static PrivateKey Other { get; } =
        PrivateKey.Parse("PRIVATE+KEY+other.example+e3edd46d+AbvMDongsMslyTvz/NPdUp7eKcDWqokdTccwLIMTNYPo");
}
