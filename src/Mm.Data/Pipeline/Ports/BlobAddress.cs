using System.Text.RegularExpressions;

namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// A place in blob storage, <c>az://CONTAINER/PATH</c>: a blob, or a prefix that stands for a folder. The account is a setting, so that
/// the same command works on another one.
/// </summary>
/// <param name="Container">Name of the container.</param>
/// <param name="Path">Slash path without slashes at its ends; "" is the container itself.</param>
public sealed partial record BlobAddress(string Container, string Path)
{
    public const string Scheme = "az://";

    /// <summary>Bytes that a blob's name may have in UTF-8; those below a prefix are longer than it.</summary>
    private const int PathCharactersMax = 900;

    /// <summary>Whether a place lies in blob storage. Everything else is a path of this machine.</summary>
    public static bool IsOne(string place) => place.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>A place in one form: an address without slashes at its end, or a full path.</summary>
    /// <exception cref="ConfigurationException">No address.</exception>
    public static string Full(string place) => IsOne(place) ? Parse(place).ToString() : System.IO.Path.GetFullPath(place);

    /// <exception cref="ConfigurationException">No address: says why.</exception>
    public static BlobAddress Parse(string place)
    {
        if (!IsOne(place))
            throw Wrong(place, "it does not begin with az://");
        var rest = place[Scheme.Length..].TrimEnd('/');
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (container, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        if (!ContainerName().IsMatch(container))
            throw Wrong(place, "a container's name has 3 to 63 small letters, digits and single hyphens");
        if (path.Length > PathCharactersMax)
            throw Wrong(place, $"it has more than {PathCharactersMax} characters");
        return path.Length == 0 || path.Split('/').All(IsPart)
            ? new BlobAddress(container, path)
            : throw Wrong(place, "a part of it is empty, . or .., or holds a control character");
    }

    /// <summary>Whether a name may stand between slashes: what is none cannot be told from the folder that holds it.</summary>
    public static bool IsPart(string name) => name is not ("" or "." or "..") && !name.Any(char.IsControl);

    /// <summary>The address of what lies below this one.</summary>
    public BlobAddress Below(string path) => this with { Path = Path.Length == 0 ? path : $"{Path}/{path}" };

    /// <summary>The prefix that this one lies in; the container's own is "".</summary>
    public BlobAddress Parent => this with { Path = Path.LastIndexOf('/') is var slash and >= 0 ? Path[..slash] : "" };

    public override string ToString() => Path.Length == 0 ? Scheme + Container : $"{Scheme}{Container}/{Path}";

    private static ConfigurationException Wrong(string place, string why) =>
        new($"{place} is no place in blob storage: {why}. Write az://CONTAINER/PREFIX.");

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex ContainerName();
}
