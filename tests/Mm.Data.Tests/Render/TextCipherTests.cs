using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Render;
using Xunit;

namespace Mm.Data.Tests.Render;

public sealed class TextCipherTests
{
    private static readonly TextCipher Cipher = new(RedactionKey.Read(new PrivacyOptions { Key = new string('a', 64) })!);
    private static readonly TextCipher Other = new(RedactionKey.Read(new PrivacyOptions { Key = new string('b', 64) })!);

    [Fact]
    public void Any_value_comes_back_and_the_same_one_gives_the_same_bytes() => Gen.Select(Gen.String[1, 40], Gen.String.AlphaNumeric).Sample((value, sample) =>
    {
        var plain = string.Concat(value.EnumerateRunes()); // lone surrogates are no text
        var hidden = Cipher.Encrypt(sample, "EMAIL", plain);
        return hidden == Cipher.Encrypt(sample, "EMAIL", plain) && Cipher.Reveal($"a {hidden} b") == ($"a {plain} b", 0);
    });

    [Fact]
    public void Equal_values_of_two_samples_do_not_look_alike() =>
        Assert.NotEqual(Cipher.Encrypt("one", "EMAIL", "jane@example.com"), Cipher.Encrypt("two", "EMAIL", "jane@example.com"));

    [Fact]
    public void What_another_key_encrypted_or_somebody_changed_stays_and_is_counted()
    {
        var hidden = Cipher.Encrypt("s", "EMAIL", "jane@example.com");
        var changed = hidden.Replace("EMAIL", "PHONE", StringComparison.Ordinal);
        Assert.Equal((hidden, 1), Other.Reveal(hidden));
        Assert.Equal((changed, 1), Cipher.Reveal(changed));
        Assert.Equal(("<EMAIL> <EMAIL!ab>", 1), Cipher.Reveal("<EMAIL> <EMAIL!ab>"));
    }
}
