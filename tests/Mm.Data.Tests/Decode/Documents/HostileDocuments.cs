using System.Text;
using Mm.Data.Tests.Kit;

namespace Mm.Data.Tests.Decode.Documents;

/// <summary>Documents that promise, unpack to or nest more than they should, or that would have something run.</summary>
internal static class HostileDocuments
{
    private const string Image = "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8";

    /// <summary>None of them may give a thing.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Pdfs()
    {
        var whole = new RawPdf().Build();
        yield return ("header alone", "%PDF-1.7\n"u8.ToArray());
        yield return ("no trailer", [.. "%PDF-1.7\n"u8, .. new byte[4000]]);
        yield return ("no page tree", new RawPdf().With(2, "<< /Type /Nothing >>").Build());
        yield return ("nothing but zeros behind", [.. whole[..20], .. new byte[1 << 20]]);
        yield return ("encrypted", new RawPdf { Trailer = $"/Encrypt 9 0 R /ID [<{new string('0', 32)}> <{new string('0', 32)}>]" }
            .With(9, $"<< /Filter /Standard /V 1 /R 2 /O <{new string('1', 64)}> /U <{new string('2', 64)}> /P -4 >>").Build());
        yield return ("more pages than allowed", ManyPages(600));
        yield return ("pages that are one another's parents", new RawPdf().With(2, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>").Build());
        yield return ("content that unpacks to 1 GiB",
            new RawPdf().With(4, RawPdf.Stream("/Filter /FlateDecode", RawPdf.Bomb(1024, 1))).Build());
        yield return ("content packed twice",
            new RawPdf().With(4, RawPdf.Stream("/Filter [/FlateDecode /FlateDecode]", RawPdf.Bomb(2048, 2))).Build());
    }

    /// <summary>They may give what can be read of them, within time and memory.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Odd()
    {
        var whole = new MadePdf().Text(60, 60, 11, "Words.").Png(60, 90, 192, 128, MarkedPictures.Png(1)).Build();
        yield return ("cut in the middle", whole[..(whole.Length / 2)]);
        yield return ("cut before its end", whole[..^200]);
        yield return ("arrays in arrays", new RawPdf().With(7, Nested("[", "]", 200_000)).Build());
        yield return ("arrays in arrays in content", new RawPdf().With(4, RawPdf.Stream("", Nested("[", "]", 200_000))).Build());
        yield return ("dictionaries in dictionaries", new RawPdf().With(3, Nested("<< /A ", ">>", 100_000)).Build());
        yield return ("states that are saved and never restored",
            new RawPdf().With(4, RawPdf.Stream("", Encoding.ASCII.GetBytes(Times("q ", 2_000_000)))).Build());
        yield return ("a form that draws itself", new RawPdf().With(4, RawPdf.Stream("", "/X Do"u8)).With(6, RawPdf.Stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>", "/X Do /X Do /X Do"u8)).Build());
        yield return ("an object stream that holds itself", new RawPdf().With(
            7, RawPdf.Stream("/Type /ObjStm /N 1 /First 4 /Extends 7 0 R", "7 0 << >>"u8)).With(3, "7 0 R").Build());
        yield return ("a reference to itself", new RawPdf().With(3, "3 0 R").Build());
        yield return ("a length that refers to itself", new RawPdf().With(4, "<< /Length 4 0 R >>\nstream\nBT ET\nendstream").Build());
        yield return ("a length of two thousand million", new RawPdf().With(4, "<< /Length 2000000000 >>\nstream\nBT ET\nendstream").Build());
        yield return ("tables of objects in a circle", new RawPdf { Trailer = "/Prev 9" }.Build());
        yield return ("a picture of 100,000 by 100,000", Pictured("/Width 100000 /Height 100000", [1, 2, 3]));
        yield return ("a picture of minus one by zero", Pictured("/Width -1 /Height 0", [1, 2, 3]));
        yield return ("a picture that unpacks to 1 GiB", Pictured("/Width 100 /Height 100 /Filter /FlateDecode", RawPdf.Bomb(1024, 1)));
        yield return ("a JPEG that is none", Pictured("/Width 100 /Height 100 /Filter /DCTDecode", [0xff, 0xd8, 0xff, 0]));
        yield return ("a million letters", new RawPdf().With(4, RawPdf.Stream(
            "", Encoding.ASCII.GetBytes($"BT /F1 1 Tf 60 700 Td ({new string('a', 1_000_000)}) Tj ET"))).Build());
        yield return ("scripts, programs and files to open", new RawPdf()
            .With(1, "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
                + "/AA << /WC << /S /Launch /F (/bin/sh) >> >> /Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >> >>")
            .With(7, "<< /Type /Filespec /F (a) /EF << /F 8 0 R >> >>")
            .With(8, RawPdf.Stream("/Type /EmbeddedFile", "#!/bin/sh"u8)).Build());
    }

    public static IEnumerable<(string Name, byte[] Bytes)> Pages()
    {
        yield return ("divisions in divisions", Html(Times("<div>", 100_000)));
        yield return ("bold in bold", Html(Times("<b>", 20_000)));
        yield return ("formats across blocks", Html(Times("<a><b><i><p>", 2_000) + Times("</a></b></i>", 2_000)));
        yield return ("tables in tables", Html(Times("<table><tr><td>", 5_000)));
        yield return ("a table of 200,000 cells", Html($"<table>{Times("<tr><td>a<td>b", 100_000)}</table>"));
        yield return ("an attribute of 8 MiB", Html($"<p title='{new string('a', 8 << 20)}'>words"));
        yield return ("attributes without end", Html("<p " + string.Join(' ', Enumerable.Range(0, 100_000).Select(n => $"a{n}=1")) + ">words"));
        yield return ("20 MiB of text", Html(Times("words and ", 2 << 20)));
        yield return ("40,000 paragraphs of pictures", Html(string.Concat(Enumerable.Range(0, 40_000).Select(n => $"<p><img src=x{n}>"))));
        yield return ("base 64 without end", Html($"<img src='data:image/png;base64,{new string('A', 8 << 20)}'>"));
        foreach (var (name, bytes) in Hostile.PngBombs.All())
            yield return ($"page with {name}", Html($"<img src='data:image/png;base64,{Convert.ToBase64String(bytes)}'>"));
    }

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static byte[] Html(string body) => Encoding.UTF8.GetBytes("<!DOCTYPE html><html><body>" + body);

    private static byte[] Pictured(string entries, byte[] body) => new RawPdf()
        .With(4, RawPdf.Stream("", "q 200 0 0 200 60 500 cm /X Do Q"u8)).With(6, RawPdf.Stream($"{Image} {entries}", body)).Build();

    private static byte[] Nested(string open, string close, int times) => Encoding.ASCII.GetBytes(
        Times(open, times) + "1 " + Times(close, times));

    private static byte[] ManyPages(int count)
    {
        var pdf = new MadePdf();
        for (var page = 1; page < count; page++)
            pdf.NextPage();
        return pdf.Build();
    }
}
