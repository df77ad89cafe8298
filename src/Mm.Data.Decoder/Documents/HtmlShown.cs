using AngleSharp.Dom;

namespace Mm.Data.Decoder.Documents;

/// <summary>Whether a browser shows an element, as far as the page itself says: style sheets elsewhere are not looked at.</summary>
internal static class HtmlShown
{
    // Not text of the page: programs, other documents, controls, and ways to other pages.
    private static readonly HashSet<string> Unread =
    [
        "script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "frame", "frameset", "noframes", "object",
        "embed", "applet", "svg", "math", "canvas", "audio", "video", "map", "input", "select", "button", "textarea", "option", "datalist",
        "nav",
    ];

    public static bool Is(IElement element) =>
        !Unread.Contains(element.LocalName)
        && !element.HasAttribute("hidden")
        && !string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
        && !IsHiddenByStyle(element.GetAttribute("style"));

    private static bool IsHiddenByStyle(string? style)
    {
        if (string.IsNullOrEmpty(style))
            return false;
        foreach (var declaration in style.Split(';'))
        {
            if (declaration.Split(':') is not [var name, var value])
                continue;
            var isHidden = (name.Trim().ToLowerInvariant(), value.Split('!')[0].Trim().ToLowerInvariant()) is
                ("display", "none") or ("visibility", "hidden" or "collapse") or ("opacity", "0" or "0.0" or "0%")
                or ("font-size", "0" or "0px" or "0pt" or "0em");
            if (isHidden)
                return true;
        }

        return false;
    }
}
