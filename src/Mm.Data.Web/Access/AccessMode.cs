namespace Mm.Data.Web.Access;

/// <summary>Who may come in.</summary>
public enum AccessMode : byte
{
    /// <summary>Whoever sits at this machine is admin; nobody else is answered.</summary>
    Local,

    /// <summary>Everybody logs in, or brings a key.</summary>
    Login,
}
