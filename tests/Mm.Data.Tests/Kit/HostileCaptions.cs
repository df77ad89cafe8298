namespace Mm.Data.Tests.Kit;

/// <summary>Texts that try to run a script where they are shown: ways out of text, attributes, comments, scripts, styles and templates.</summary>
internal static class HostileCaptions
{
    /// <summary>What each of them runs, if it runs.</summary>
    public const string Payload = "window.ran=1";

    private static readonly string[] Ways =
    [
        "<script>{0}</script>", "<img src=x onerror={0}>", "<svg onload={0}>", "<svg><script>{0}</script></svg>", "<body onload={0}>",
        "<iframe srcdoc=\"<script>parent.{0}</script>\"></iframe>", "<details open ontoggle={0}>x</details>", "<input autofocus onfocus={0}>",
        "<a href=\"javascript:{0}\">x</a>", "<video><source onerror={0}></video>", "<math><mtext><script>{0}</script></mtext></math>",
        "<style>@import 'data:text/css,*{{}}';</style><script>{0}</script>", "<base href='http://example.invalid/'>",
        "<meta http-equiv=refresh content='0;url=javascript:{0}'>",
        "<form action='javascript:{0}'><button autofocus>x</button></form>",
        "<object data='javascript:{0}'></object>", "<embed src='javascript:{0}'>",
        "<link rel=stylesheet href='javascript:{0}'>", "<marquee onstart={0}>x</marquee>", "<template><script>{0}</script></template>",
        "{{{{constructor.constructor('{0}')()}}}}", "${{{0}}}", "`${{{0}}}`",
        "\\u003cscript\\u003e{0}\\u003c/script\\u003e", "&lt;script&gt;{0}&lt;/script&gt;",
    ];

    private static readonly string[] Exits =
    [
        "", "\">", "'>", "--><!--", "]]>", "</title>", "</textarea>", "</script>", "</style>", "</option></select>", "</code></a></td>",
        "\" autofocus onfocus=\"window.ran=1\" x=\"",
        "' onmouseover='window.ran=1' x='", "\u0000", "\u2028", "\u202e", "\ufeff", "%22%3E", "</svg>", "<!--",
    ];

    /// <summary>Five hundred, no two equal.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Exits.SelectMany(exit => Ways.Select(way => exit + string.Format(System.Globalization.CultureInfo.InvariantCulture, way, Payload)))];
}
