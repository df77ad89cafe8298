using System.Security.Claims;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Access;

/// <summary>Roles and what they may do; docs/access.md tells the same, which a test holds.</summary>
public static class Roles
{
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Auditor = "auditor";
    public const string Admin = "admin";

    /// <summary>Claim of a role; the other claim that counts is <see cref="ScopeClaim"/>.</summary>
    public const string RoleClaim = "role";

    public const string ScopeClaim = "scope";

    public static IReadOnlyDictionary<string, IReadOnlyList<Capability>> All { get; } = new Dictionary<string, IReadOnlyList<Capability>>
    {
        [Viewer] = [Capability.View],
        [Operator] = [Capability.View, Capability.Operate, Capability.Watch, Capability.Trigger],
        [Auditor] = [Capability.View, Capability.Audit],
        [Admin] = [.. Enum.GetValues<Capability>()],
    };

    public static bool May(this ClaimsPrincipal user, Capability capability) => user.Identity is { IsAuthenticated: true }
        && (user.FindAll(RoleClaim).Any(role => All.TryGetValue(role.Value, out var granted) && granted.Contains(capability))
            || user.HasClaim(ScopeClaim, EnumCode.Of(capability)));
}
