using Mm.Data.Tests.Kit;
using static Mm.Data.Tests.Decode.Hostile.Wire;

namespace Mm.Data.Tests.Decode.Hostile;

/// <summary>Texts and media that name other files or servers, and would pull them in if they were followed.</summary>
internal static class Polyglots
{
    private static readonly byte[] Brand = Box("ftyp", [.. "qt  "u8, 0, 0, 2, 0, .. "qt  "u8]);

    /// <param name="file">Path of a file that must not be read.</param>
    /// <param name="url">Address of a server that must not be asked.</param>
    public static IEnumerable<(string Name, byte[] Bytes)> All(string file, string url) =>
        Playlists(file, url).Concat(Documents(file, url)).Select(text => (text.Name, Text(text.Content))).Concat(Media(file, url));

    private static IEnumerable<(string Name, string Content)> Playlists(string file, string url) =>
    [
        ("hls file", $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{file}\n#EXT-X-ENDLIST\n"),
        ("hls server", $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}/a.ts\n#EXT-X-ENDLIST\n"),
        ("hls concat and subfile", $"#EXTM3U\n#EXTINF:1,\nconcat:{url}/x|subfile,,start,0,end,64,,:{file}\n#EXT-X-ENDLIST\n"),
        ("hls key", $"#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI=\"{url}/key\"\n#EXTINF:1,\n{file}\n"),
        ("hls map", $"#EXTM3U\n#EXT-X-MAP:URI=\"{file}\"\n#EXTINF:1,\n{url}/b.m4s\n"),
        ("hls master", $"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{url}/inner.m3u8\n"),
        ("hls behind a mark", $"\u00ef\u00bb\u00bf#EXTM3U\n#EXTINF:1,\nfile://{file}\n"),
        ("hls behind blanks", $"\n \t\n#EXTM3U\n#EXTINF:1,\nfile://{file}\n"),
        ("hls crypto", $"#EXTM3U\n#EXTINF:1,\ncrypto+file://{file}\n"),
        ("hls data", "#EXTM3U\n#EXTINF:1,\ndata:text/plain;base64,I0VYVE0zVQo=\n"),
        ("hls gopher", $"#EXTM3U\n#EXTINF:1,\n{url.Replace("http:", "gopher:", StringComparison.Ordinal)}/1\n"),
        ("hls tcp", $"#EXTM3U\n#EXTINF:1,\n{url.Replace("http:", "tcp:", StringComparison.Ordinal)}\n"),
        ("ffconcat file", $"ffconcat version 1.0\nfile '{file}'\n"),
        ("ffconcat server", $"ffconcat version 1.0\nfile '{url}/a.mp4'\n"),
        ("concat without a head", $"file '{file}'\nfile '{url}/b'\n"),
        ("concat option", $"ffconcat version 1.0\nfile 'a.mp4'\noption protocol_whitelist file,http,tcp\nfile '{url}'\n"),
        ("pls", $"[playlist]\nFile1={file}\nFile2={url}\nNumberOfEntries=2\n"),
        ("url list", $"[InternetShortcut]\nURL={url}\n"),
        ("reference", $"[Reference]\nRef1={url}\nRef2={file}\n"),
        ("rtsp text", $"RTSPtext\n{url.Replace("http:", "rtsp:", StringComparison.Ordinal)}/\n"),
        ("sdp", $"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {new Uri(url).Port} RTP/AVP 96\na=rtpmap:96 H264/90000\n"),
        ("sdp and a file", $"v=0\no=- 0 0 IN IP4 127.0.0.1\nu=file://{file}\nm=audio {new Uri(url).Port} RTP/AVP 0\n"),
        ("image pattern", $"{Path.GetDirectoryName(file)}/canary%d.txt\n"),
        ("glob pattern", $"{Path.GetDirectoryName(file)}/*.txt\n"),
        ("ffmetadata", $";FFMETADATA1\ntitle=@{file}\ncomment={url}\n"),
        ("webvtt", $"WEBVTT\n\n00:00.000 --> 00:01.000\n<img src='{url}/a'> @import '{file}'\n"),
        ("subrip", $"1\n00:00:00,000 --> 00:00:01,000\n<img src=\"file://{file}\">\n"),
        ("ass with a font", $"[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: {file}\n[Events]\nDialogue: 0,0:00:00.00,0:00:01.00,D,,0,0,0,,{url}\n"),
    ];

    private static IEnumerable<(string Name, string Content)> Documents(string file, string url) =>
    [
        ("dash", $"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>file://{file}</BaseURL><Period><AdaptationSet>"
            + $"<Representation id='1'><BaseURL>{url}/a.mp4</BaseURL></Representation></AdaptationSet></Period></MPD>"),
        ("dash entity", $"<!DOCTYPE MPD [<!ENTITY x SYSTEM 'file://{file}'>]><MPD><BaseURL>&x;</BaseURL></MPD>"),
        ("smil", $"<smil><body><video src='{url}/a.mp4'/><audio src='file://{file}'/></body></smil>"),
        ("asx", $"<asx version='3.0'><entry><ref href='{url}/a'/><ref href='file://{file}'/></entry></asx>"),
        ("xspf", $"<?xml version='1.0'?><playlist version='1'><trackList><track><location>file://{file}</location></track></trackList></playlist>"),
        ("smooth streaming", $"<SmoothStreamingMedia MajorVersion='2'><StreamIndex Url='{url}/Q'/></SmoothStreamingMedia>"),
        ("f4m", $"<manifest xmlns='http://ns.adobe.com/f4m/1.0'><media url='{url}/a'/><bootstrapInfo url='file://{file}'/></manifest>"),
        ("svg image", $"<svg xmlns='http://www.w3.org/2000/svg'><image href='file://{file}'/><image href='{url}/a.png'/></svg>"),
        ("svg entity",
            $"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file://{file}'>]><svg xmlns='http://www.w3.org/2000/svg'><text>&x;</text></svg>"),
        ("svg style", $"<?xml-stylesheet href='{url}/a.css'?><svg xmlns='http://www.w3.org/2000/svg'><style>@import 'file://{file}';</style></svg>"),
        ("imagemagick", $"push graphic-context\nviewbox 0 0 9 9\nimage over 0,0 0,0 'url({url}/a)'\nimage over 0,0 0,0 'text:{file}'\npop graphic-context\n"),
        ("postscript", $"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n({file}) (r) file 99 string readstring pop show\n"),
        ("html", $"<html><img src='{url}/a'><iframe src='file://{file}'></iframe></html>"),
    ];

    private static IEnumerable<(string Name, byte[] Bytes)> Media(string file, string url) =>
    [
        ("mov data reference to a file", [.. Brand, .. Reference("alis", file)]),
        ("mov data reference to a server", [.. Brand, .. Reference("url ", url)]),
        ("mov reference movie", [.. Brand, .. Box("moov", Box("rmra", Box("rmda", Box("rdrf", [.. Be32(0), .. "url "u8,
            .. Be32(url.Length), .. Text(url)]))))]),
        ("mkv attachment and next file", [.. Element("1a45dfa3", Element("4282", Text("matroska"))), .. Element("18538067",
            [.. Element("1549a966", Element("3e83bb", Text(file))), .. Element("1941a469", Element("61a7",
                [.. Element("466e", Text(file)), .. Element("4660", Text("text/plain")), .. Element("465c", Text(url))]))])]),
        ("mp3 tag with a linked picture", [.. "ID3"u8, 3, 0, 0, 0, 0, 1, 0, .. "APIC"u8, .. Be32(100), 0, 0, 0, .. "-->\0\u0003\0"u8,
            .. Text(url), .. new byte[128]]),
        ("png and a playlist", [.. PlainPng.Write(new byte[12], 2, 2), .. Text($"\n#EXTM3U\n#EXTINF:1,\nfile://{file}\n{url}\n")]),
        ("png with a linked packet", [.. PlainPng.Write(new byte[12], 2, 2)[..33], .. PlainPng.Chunk("iTXt",
            [.. "XML:com.adobe.xmp\0\0\0\0\0"u8,
                .. Text($"<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{file}'>]><x:xmpmeta xmlns:x='adobe:ns:meta/' a='{url}'>&e;</x:xmpmeta>")]),
            .. PlainPng.Write(new byte[12], 2, 2)[33..]]),
    ];

    /// <summary>A film whose samples lie in another file, by an alias or an address.</summary>
    private static byte[] Reference(string kind, string place)
    {
        byte[] alias = kind == "alis"
            ? [.. new byte[10], .. new byte[140], .. Be16(2), .. Be16(place.Length), .. Text(place), .. Be16(-1), .. Be16(0)]
            : Text(place + "\0");
        return Box("moov",
        [
            .. Box("mvhd", [.. new byte[12], .. Be32(1000), .. Be32(1000), .. new byte[80]]),
            .. Box("trak",
            [
                .. Box("tkhd", [.. new byte[12], .. Be32(1), .. new byte[60], .. Be32(8L << 16), .. Be32(8L << 16)]),
                .. Box("mdia",
                [
                    .. Box("mdhd", [.. new byte[12], .. Be32(1000), .. Be32(1000), .. new byte[4]]),
                    .. Box("hdlr", [.. new byte[8], .. "vide"u8, .. new byte[13]]),
                    .. Box("minf",
                    [
                        .. Box("dinf", Box("dref", [.. Be32(0), .. Be32(1), .. Box(kind, [.. Be32(0), .. alias])])),
                        .. Box("stbl",
                        [
                            .. Box("stsd", [.. Be32(0), .. Be32(1), .. Raw()]),
                            .. Box("stts", [.. Be32(0), .. Be32(1), .. Be32(1), .. Be32(1000)]),
                            .. Box("stsc", [.. Be32(0), .. Be32(1), .. Be32(1), .. Be32(1), .. Be32(1)]),
                            .. Box("stsz", [.. Be32(0), .. Be32(48), .. Be32(1)]),
                            .. Box("stco", [.. Be32(0), .. Be32(1), .. Be32(0)]),
                        ]),
                    ]),
                ]),
            ]),
        ]);
    }

    // Uncompressed pixels of 4 x 4: were the canary followed, its bytes would be the picture.
    private static byte[] Raw() => Box("raw ",
    [
        .. new byte[6], .. Be16(1), .. new byte[16], .. Be16(4), .. Be16(4), .. Be32(72L << 16), .. Be32(72L << 16), .. Be32(0), .. Be16(1),
        .. new byte[32], .. Be16(24), .. Be16(-1),
    ]);
}
