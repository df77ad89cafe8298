using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class RedactionKeyTests
{
    private const string Base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Hexadecimal = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    [Fact]
    public void Without_settings_there_is_no_key() => Assert.Null(RedactionKey.Read(new PrivacyOptions()));

    [Fact]
    public void The_same_key_in_base64_in_hexadecimal_and_in_a_file_is_one_key()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "key");
        File.WriteAllText(file, Base64 + "\n");

        string[] ids = [.. new[] { new PrivacyOptions { Key = Base64 }, new PrivacyOptions { Key = Hexadecimal }, new PrivacyOptions { KeyFile = file } }
            .Select(options => RedactionKey.Read(options)!.Id)];

        Assert.Single(ids.Distinct());
        Assert.Matches("^[0-9a-f]{16}$", ids[0]);
    }

    [Fact]
    public void Each_use_has_a_key_of_its_own()
    {
        var key = RedactionKey.Read(new PrivacyOptions { Key = Base64 })!;
        Assert.NotEqual(key.Derive("a"), key.Derive("b"));
    }

    [Theory]
    [InlineData("c2hvcnQ=", "")]
    [InlineData("no base64!", "")]
    [InlineData("", "/nowhere/at/all")]
    [InlineData(Base64, "/nowhere/at/all")]
    public void A_key_that_is_none_is_an_error_that_does_not_tell_it(string key, string file)
    {
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => RedactionKey.Read(new PrivacyOptions { Key = key, KeyFile = file })).Problems);
        Assert.StartsWith("Privacy", problem, StringComparison.Ordinal);
        Assert.True(key.Length == 0 || !problem.Contains(key, StringComparison.Ordinal));
    }
}
