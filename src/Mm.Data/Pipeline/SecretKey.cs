namespace Mm.Data.Pipeline;

/// <summary>Reads keys from settings that hold one or name its file. No message quotes what was found.</summary>
public static class SecretKey
{
    public const int BytesMin = 32;

    /// <summary>The key of two settings of a section, <paramref name="name"/> and the same with <c>File</c>; null: neither is
    /// set.</summary>
    /// <exception cref="ConfigurationException">Both settings are given, the file cannot be read, or the key is none.</exception>
    public static byte[]? Read(string section, string name, string key, string keyFile)
    {
        if (key.Length == 0 && keyFile.Length == 0)
            return null;
        if (key.Length > 0 && keyFile.Length > 0)
            throw new ConfigurationException($"{section}: set {name} or {name}File, not both.");
        return key.Length > 0
            ? Decode(key, $"{section}:{name}")
            : Decode(Text(keyFile, $"{section}:{name}File"), $"{section}:{name}File");
    }

    private static string Text(string path, string setting)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{setting}: {path} cannot be read: {e.Message}");
        }
    }

    private static byte[] Decode(string text, string setting)
    {
        var trimmed = text.Trim();
        byte[] key;
        try
        {
            var isHex = trimmed.Length % 2 == 0 && trimmed.All(char.IsAsciiHexDigit);
            key = isHex ? Convert.FromHexString(trimmed) : Convert.FromBase64String(trimmed);
        }
        catch (FormatException)
        {
            key = [];
        }

        return key.Length >= BytesMin
            ? key
            : throw new ConfigurationException(
                $"{setting}: a key has at least {BytesMin} bytes in base64 or hexadecimal; make one with: openssl rand -base64 {BytesMin}");
    }
}
