using System.Security.Cryptography;
using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>
/// The secret of an installation: <c>State:Key</c>, or on one machine a file in the state folder, made at first use. What is made of it is
/// told apart by purpose, so that no digest of one table says anything of another.
/// </summary>
public sealed class ServerKey
{
    public const string FileName = "server.key";
    private const int KeyBytes = 32;
    private readonly byte[] _key;

    private ServerKey(byte[] key) => _key = key;

    /// <summary>Whether there is one without asking the operator for it.</summary>
    public static bool IsSet(StateOptions state) =>
        state.Database is not StateDatabase.Postgresql || state.Key.Length + state.KeyFile.Length > 0;

    /// <exception cref="ConfigurationException">Several machines share the database and no key is set, or it is none.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static async Task<ServerKey> OpenAsync(StateOptions state, CancellationToken cancel)
    {
        if (SecretKey.Read("State", "Key", state.Key, state.KeyFile) is { } set)
            return new ServerKey(set);
        if (state.Database is StateDatabase.Postgresql)
        {
            throw new ConfigurationException(
                "State:Key is not set. On PostgreSQL cursors, API keys and logins need one key on all machines: set MMDATA_State__Key "
                + "to the output of openssl rand -base64 32.");
        }

        Directory.CreateDirectory(state.Folder);
        var path = Path.Combine(state.Folder, FileName);
        await using var turn = await FileTurn.TakeAsync(path + ".lock", cancel);
        if (!File.Exists(path))
        {
            var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n";
            await Durable.WriteSecretAsync(path, Encoding.ASCII.GetBytes(text), cancel);
        }

        return new ServerKey(SecretKey.Read("State", "Key", "", path)!);
    }

    /// <summary>HMAC-SHA-256 of <paramref name="text"/> under the key of a purpose, lower-case hex.</summary>
    /// <param name="purpose">Such as <c>cursor</c>.</param>
    /// <param name="text">What is digested.</param>
    public string Digest(string purpose, string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Derive(purpose), Encoding.UTF8.GetBytes(text)));

    /// <summary>32 bytes for a purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, KeyBytes, info: Encoding.UTF8.GetBytes("mm.data/" + purpose));

    public override string ToString() => nameof(ServerKey);
}
