using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// As many samples as wanted from a few of the sample set, each told from the others by its caption, which holds an address of its own,
/// and pictures by a comment in the file too. The same number gives the same files.
/// </summary>
internal static class ManySamples
{
    private static readonly string[] _pictures =
    [
        "photos/cat.jpg", "photos/flower.jpg", "people/group-2.jpg", "photos/rocket.jpg", "captions/email.jpg", "formats/alpha.png",
        "photos/coast.jpg", "formats/lossy.webp", "people/woman-drink.jpg", "photos/fig.jpg", "damaged/cut-off.jpg", "photos/drum.jpg",
    ];

    private static readonly string[] _sounds = ["audio/parcel.ogg", "audio/message.wav", "audio/customer.mp3"];
    private static readonly string[] _films = ["video/silent.webm", "video/frames.avi"];

    /// <summary>Of every hundred samples two are sound and one is a film; the rest are pictures, every twelfth damaged.</summary>
    public static async Task MakeAsync(string folder, int count, CancellationToken cancel)
    {
        var encoded = new Dictionary<string, byte[]>();
        foreach (var path in (string[])[.. _pictures, .. _sounds, .. _films])
            encoded[path] = await File.ReadAllBytesAsync(Path.Combine(Checkout.Samples, path), cancel);
        for (var i = 0; i < count; i++)
        {
            var path = Of(i);
            var inside = Directory.CreateDirectory(Path.Combine(folder, (i / 100).ToString("D2", CultureInfo.InvariantCulture))).FullName;
            var stem = Path.Combine(inside, i.ToString("D5", CultureInfo.InvariantCulture));
            await File.WriteAllBytesAsync(stem + Path.GetExtension(path), Vary(encoded[path], path, i), cancel);
            await File.WriteAllTextAsync(stem + ".txt", $"Number {i} of many, from writer{i}@example.com", cancel);
        }
    }

    private static string Of(int i) => (i % 100) switch
    {
        7 or 57 => _sounds[i / 50 % _sounds.Length],
        33 => _films[i / 100 % _films.Length],
        _ => _pictures[i % _pictures.Length],
    };

    /// <summary>A JPEG gets a comment behind its first marker; anything else stays as it is.</summary>
    private static byte[] Vary(byte[] encoded, string path, int i)
    {
        if (!path.EndsWith(".jpg", StringComparison.Ordinal))
            return encoded;
        var words = Encoding.ASCII.GetBytes(i.ToString("D8", CultureInfo.InvariantCulture));
        byte[] comment = [0xff, 0xfe, 0, 0, .. words];
        BinaryPrimitives.WriteUInt16BigEndian(comment.AsSpan(2), (ushort)(words.Length + 2));
        return [.. encoded.AsSpan(0, 2), .. comment, .. encoded.AsSpan(2)];
    }
}
