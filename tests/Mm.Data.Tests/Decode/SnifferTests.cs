using System.Text;
using Mm.Data.Decoder;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class SnifferTests
{
    [Theory]
    [InlineData("ÿØÿà", Container.Jpeg)]
    [InlineData("\u0089PNG\r\n\u001a\n", Container.Png)]
    [InlineData("GIF89a", Container.Gif)]
    [InlineData("RIFF\0\0\0\0WEBP", Container.Webp)]
    [InlineData("RIFF\0\0\0\0WAVE", Container.Wav)]
    [InlineData("RIFF\0\0\0\0AVI ", Container.Avi)]
    [InlineData("II*\0", Container.Tiff)]
    [InlineData("MM\0*", Container.Tiff)]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0avifmif1", Container.Avif)]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1avif", Container.Avif)]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", Container.Heic)]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0isomavif", Container.Mp4)]
    [InlineData("\0\0\0\u0008wide\0\0\0\0mdat", Container.Mp4)]
    [InlineData("\u001aEß£", Container.Matroska)]
    [InlineData("OggS", Container.Ogg)]
    [InlineData("fLaC", Container.Flac)]
    [InlineData("ID3\u0004", Container.Mp3)]
    [InlineData("ÿû\u0090d", Container.Mp3)]
    [InlineData("\r\n #EXTM3U\r\n", Container.Playlist)]
    [InlineData("[Reference]\nRef1=http://x", Container.Playlist)]
    [InlineData("<smil>", Container.Playlist)]
    [InlineData("<html>", Container.Unknown)]
    [InlineData("ÿþh", Container.Unknown)]
    [InlineData("", Container.Unknown)]
    public void A_container_is_known_by_its_first_bytes(string start, Container expected) =>
        Assert.Equal(expected, Sniffer.Sniff(Encoding.Latin1.GetBytes(start)));
}
