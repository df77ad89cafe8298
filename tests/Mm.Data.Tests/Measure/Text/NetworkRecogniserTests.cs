using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class NetworkRecogniserTests
{
    [Theory]
    [InlineData("see https://jane:secret@example.com/x?y=1 now", "URL_CREDENTIALS:https://jane:secret@example.com/x?y=1")]
    [InlineData("server 203.0.113.7.", "IP_ADDRESS:203.0.113.7")]
    [InlineData("on 2001:db8::8a2e:370:7334", "IP_ADDRESS:2001:db8::8a2e:370:7334")]
    [InlineData("mac 00:1A:2b:3C:4d:5E", "MAC_ADDRESS:00:1A:2b:3C:4d:5E")]
    [InlineData("mac 00-1A-2b-3C-4d-5E.", "MAC_ADDRESS:00-1A-2b-3C-4d-5E")]
    public void Addresses_of_machines_are_found(string text, string found) => Assert.Equal(found, Scans.Found(text));

    [Theory]
    [InlineData("https://example.com:8080/a@b")]
    [InlineData("version v1.2.3.4 and 1.2.3.4.5")]
    [InlineData("127.0.0.1 and 0.0.0.0 and 256.1.1.1")]
    [InlineData("at 12:30:45 or ::")]
    [InlineData("std::cb a::b")]
    public void What_only_looks_like_one_is_not(string text) => Assert.Equal("", Scans.Found(text));
}
