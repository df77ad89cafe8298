using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Web.Access;

/// <summary>Section <c>Web:Login</c>: the OpenID Connect provider, and which of its users have which role.</summary>
public sealed record LoginOptions
{
    /// <summary>Address of the provider, under which <c>/.well-known/openid-configuration</c> lies.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    /// <summary>Best set as <c>MMDATA_Web__Login__ClientSecret</c>; empty for a public client, which PKCE alone protects.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>A file that holds the secret.</summary>
    public string ClientSecretFile { get; init; } = "";

    /// <summary>What is asked for beside <c>openid</c>.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Claim of the identity token whose values decide the role.</summary>
    [Required, MinLength(1)]
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Values of that claim that make a viewer. Who has none of any list has no access.</summary>
    public IReadOnlyList<string> Viewers { get; init; } = [];

    public IReadOnlyList<string> Operators { get; init; } = [];

    public IReadOnlyList<string> Auditors { get; init; } = [];

    public IReadOnlyList<string> Admins { get; init; } = [];

    /// <summary>Minutes that a login lasts.</summary>
    [Range(1, 7 * 24 * 60)]
    public int Minutes { get; init; } = 480;

    /// <summary>
    /// A login without a provider, where everybody chooses a role: only with the environment Development, and only on loopback.
    /// </summary>
    public bool Development { get; init; }

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(LoginOptions);

    /// <summary>The roles of a user by the values of <see cref="RoleClaim"/>.</summary>
    public IEnumerable<string> RolesOf(IReadOnlyCollection<string> values)
    {
        (string Role, IReadOnlyList<string> Named)[] lists =
            [(Roles.Viewer, Viewers), (Roles.Operator, Operators), (Roles.Auditor, Auditors), (Roles.Admin, Admins)];
        return lists.Where(list => list.Named.Any(values.Contains)).Select(list => list.Role);
    }
}
