using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit.Log;

public sealed class SigningKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_key_is_made_at_first_use_readable_by_its_owner_alone_with_its_public_part_beside_it()
    {
        var keys = new SigningKeys(new AuditOptions(), _folder["state"]);
        var made = await keys.OpenAsync(Cancel);

        Assert.Equal(made.ToString(), (await keys.OpenAsync(Cancel)).ToString());
        Assert.Equal($"{made.Public}\n", await File.ReadAllTextAsync(_folder["state/audit.key.pub"], Cancel));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["state/audit.key"]));
    }

    [Fact]
    public async Task Many_that_come_first_at_once_get_one_key()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => new SigningKeys(new AuditOptions(), _folder["state"]).OpenAsync(Cancel), Cancel)));

        Assert.Single(made.Select(key => key.ToString()).Distinct());
    }

    [Fact]
    public async Task The_settings_come_before_the_state_folder()
    {
        await File.WriteAllTextAsync(_folder["key"], TestKeys.Text, Cancel);
        var text = await new SigningKeys(new AuditOptions { Key = TestKeys.Text }, _folder["state"]).OpenAsync(Cancel);
        var file = await new SigningKeys(new AuditOptions { KeyFile = _folder["key"] }, _folder["state"]).OpenAsync(Cancel);

        Assert.Equal(TestKeys.Mine.ToString(), text.ToString());
        Assert.Equal(TestKeys.Mine.ToString(), file.ToString());
        Assert.False(Directory.Exists(_folder["state"]));
    }

    [Fact]
    public async Task Two_keys_a_missing_file_or_one_without_a_key_are_configuration_errors_that_quote_nothing()
    {
        await File.WriteAllTextAsync(_folder["key"], "PRIVATE+KEY+secret", Cancel);
        AuditOptions[] wrong =
        [
            new() { Key = TestKeys.Text, KeyFile = _folder["key"] },
            new() { KeyFile = _folder["absent"] },
            new() { KeyFile = _folder["key"] },
            new() { Key = "PRIVATE+KEY+secret" },
        ];
        foreach (var options in wrong)
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => new SigningKeys(options, _folder["state"]).OpenAsync(Cancel));
            Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        }
    }
}
