using System.Security.Claims;

namespace Mm.Data.Web.Access;

/// <summary>What is kept of a user who has logged in: a name to show, and roles. Nothing else of the provider's token.</summary>
internal static class LoginIdentity
{
    /// <summary>Null: none of the user's values stands for a role.</summary>
    public static ClaimsPrincipal? Of(ClaimsPrincipal user, LoginOptions login)
    {
        var roles = login.RolesOf([.. user.FindAll(login.RoleClaim).Select(claim => claim.Value)]).ToArray();
        var name = user.FindFirst("preferred_username")?.Value ?? user.FindFirst("name")?.Value ?? user.FindFirst("sub")?.Value ?? "user";
        return roles.Length == 0 ? null : Of(name, roles);
    }

    public static ClaimsPrincipal Of(string name, params string[] roles) => new(new ClaimsIdentity(
        [new Claim("name", name), .. roles.Select(role => new Claim(Roles.RoleClaim, role))], Schemes.Cookie, "name", Roles.RoleClaim));
}
