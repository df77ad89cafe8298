using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class PasswordRecogniserTests
{
    [Theory]
    [InlineData("password: hunter2", "hunter2")]
    [InlineData("PASSWORD=Sommer!2024 rest", "Sommer!2024")]
    [InlineData("my password is S3cret!x.", "S3cret!x")]
    [InlineData("{\"client_secret\": \"abc123def456ghi\"}", "abc123def456ghi")]
    [InlineData("{\"password\":\"correcthorse\"}", "correcthorse")]
    [InlineData("Passwort: geheim99", "geheim99")]
    [InlineData("mot de passe : azerty12", "azerty12")]
    [InlineData("пароль: qwerty12", "qwerty12")]
    [InlineData("export API_KEY=abcd-1234", "abcd-1234")]
    public void What_is_assigned_is_found(string text, string value) => Assert.Equal($"PASSWORD:{value}", Scans.Found(text));

    [Theory]
    [InlineData("password: required")]
    [InlineData("The password is wrong")]
    [InlineData("a token of love: roses")]
    [InlineData("password: ********")]
    [InlineData("password=${PASSWORD}")]
    [InlineData("secret: none")]
    [InlineData("a password")]
    [InlineData("password:")]
    public void Forms_and_prose_are_not(string text) => Assert.Equal("", Scans.Found(text));
}
