using System.Text;
using CsCheck;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit.Log;

public sealed class CheckpointTests
{
    // The example of Go's package golang.org/x/mod/sumdb/note, key and signature: what other programs write and read.
    private const string GoPrivate = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string GoPublic = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string GoText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string GoSignature =
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    private static readonly byte[] Root = KnownTrees.Hash(0, 7);

    private static Checkpoint Signed => Checkpoint.Sign("test.example/log", 7, Root, TestKeys.Mine);

    [Fact]
    public void Keys_and_signatures_are_those_of_signed_notes_in_go()
    {
        var key = PrivateKey.Parse(GoPrivate);
        var signature = key.Sign(Encoding.UTF8.GetBytes(GoText));

        Assert.Equal(GoPublic, key.Public.ToString());
        Assert.Equal(GoPublic, PublicKey.Parse(GoPublic).ToString());
        Assert.Equal(Convert.FromBase64String(GoSignature)[4..], signature);
        Assert.True(PublicKey.Parse(GoPublic).Verifies(Encoding.UTF8.GetBytes(GoText), signature));
    }

    [Fact]
    public void A_checkpoint_has_origin_size_and_root_a_blank_line_and_a_signature()
    {
        var lines = Encoding.UTF8.GetString(Signed.Bytes).Split('\n');

        Assert.Equal(["test.example/log", "7", Convert.ToBase64String(Root), ""], lines[..4]);
        Assert.StartsWith("— test.example/releases ", lines[4], StringComparison.Ordinal);
        Assert.Equal("", lines[5]);
    }

    [Fact]
    public void It_is_read_back_and_its_signature_holds_for_its_own_key_alone()
    {
        var read = Checkpoint.Parse(Signed.Bytes);

        Assert.Equal(("test.example/log", 7L), (read.Origin, read.Size));
        Assert.Equal(Root, read.Root);
        Assert.Equal(SignatureState.Good, read.CheckedWith([TestKeys.Other.Public, TestKeys.Mine.Public]));
        Assert.Equal(SignatureState.Unknown, read.CheckedWith([TestKeys.Other.Public]));
        Assert.Equal(SignatureState.Unknown, read.CheckedWith([]));
    }

    [Fact]
    public void Signatures_of_others_are_passed_over()
    {
        var other = Checkpoint.Sign("test.example/log", 7, Root, TestKeys.Other);
        var both = Checkpoint.Parse([.. Signed.Bytes, .. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(other.Bytes).Split("\n\n")[1])]);

        Assert.Equal(2, both.Signatures.Count);
        Assert.Equal(SignatureState.Good, both.CheckedWith([TestKeys.Mine.Public]));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_refused() => Gen.Int[0, (8 * Signed.Bytes.Length) - 1].Sample(bit =>
    {
        var bytes = Signed.Bytes;
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        try
        {
            return Checkpoint.Parse(bytes).CheckedWith([TestKeys.Mine.Public]) is not SignatureState.Good
                || Checkpoint.Parse(bytes).Equals(Signed); // base64 has spare bits at its end
        }
        catch (FormatException)
        {
            return true;
        }
    });

    [Fact]
    public void Whatever_the_bytes_reading_them_gives_a_checkpoint_or_a_format_error() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            Checkpoint.Parse(bytes);
        }
        catch (FormatException)
        {
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("test")]
    [InlineData("test.example/releases+b75e542e+AQd5erALHechoZxLD3uCYLycqlbM6hviMbZdN7fDFA6k")]
    [InlineData("test.example/releases+b75e542f+AAd5erALHechoZxLD3uCYLycqlbM6hviMbZdN7fDFA6k")]
    [InlineData("test.example/releases+b75e542f+AQd5erALHechoZxLD3uCYLycqlbM6hviMbZdN7fDFA==")]
    [InlineData("te st+b75e542f+AQd5erALHechoZxLD3uCYLycqlbM6hviMbZdN7fDFA6k")]
    public void What_is_no_public_key_is_refused(string text)
    {
        Assert.Throws<FormatException>(() => PublicKey.Parse(text));
        Assert.Throws<ConfigurationException>(() => PublicKey.Read(text));
    }

    [Fact]
    public void An_error_about_a_private_key_does_not_quote_it()
    {
        var damaged = TestKeys.Text[..^3] + "AAA";
        var error = Assert.Throws<FormatException>(() => PrivateKey.Parse(damaged));

        Assert.DoesNotContain(damaged[^12..], error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AdZAPN", TestKeys.Mine.ToString(), StringComparison.Ordinal);
    }
}
