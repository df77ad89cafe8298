using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>Where the key that signs comes from: the settings, or a file in the state folder that is made at first use.</summary>
public sealed class SigningKeys(AuditOptions options, string stateFolder)
{
    public const string DefaultName = "mmdata";
    public const string FileName = "audit.key";

    /// <summary>The key's file; null where the key stands in the settings.</summary>
    public string? Path => options.Key.Length > 0 ? null
        : options.KeyFile.Length > 0 ? options.KeyFile
        : System.IO.Path.Combine(stateFolder, FileName);

    /// <summary>The key; made, and written with its public part beside it, where none is set and none is there.</summary>
    /// <exception cref="ConfigurationException">Both settings are given, the file is missing, or it holds no key.</exception>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public async Task<PrivateKey> OpenAsync(CancellationToken cancel)
    {
        Check();
        if (Path is not { } path)
            return Parse(options.Key, "Audit:Key");
        if (!File.Exists(path) && options.KeyFile.Length == 0)
            return await CreateAsync(DefaultName, cancel);
        return Read(path);
    }

    /// <summary>Makes the key's file, and <c>.pub</c> beside it, unless it is there.</summary>
    /// <exception cref="ConfigurationException">The key is set as text, or the name is none.</exception>
    public async Task<PrivateKey> CreateAsync(string name, CancellationToken cancel)
    {
        Check();
        var path = Path ?? throw new ConfigurationException("Audit:Key holds a key already: take it away to make a new one.");
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        using var alone = await ExclusiveFile.HoldAsync(path + ".lock", cancel);
        if (File.Exists(path))
            return Read(path);
        var key = PrivateKey.Generate(name);
        await Durable.WriteAsync(path + ".pub", System.Text.Encoding.UTF8.GetBytes($"{key.Public}\n"), cancel);
        await Durable.WriteSecretAsync(path, key.ToSecretText(), cancel);
        return key;
    }

    private void Check()
    {
        if (options.Key.Length > 0 && options.KeyFile.Length > 0)
            throw new ConfigurationException("Audit: set Key or KeyFile, not both.");
    }

    private static PrivateKey Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Audit:KeyFile: {path} cannot be read: {e.Message}");
        }
    }

    private static PrivateKey Parse(string text, string where)
    {
        try
        {
            return PrivateKey.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException($"{where}: no private key ({e.Message}) Make one with: mmdata key new FILE");
        }
    }
}
