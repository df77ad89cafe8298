using System.Text.Json;
using System.Text.Json.Serialization;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>What the sample set's own list says of one of its files.</summary>
internal sealed record ExpectedSample
{
    /// <summary>The whole list; skips the test where set-up has not been run.</summary>
    public static async Task<IReadOnlyList<ExpectedSample>> ListAsync()
    {
        Assert.SkipUnless(File.Exists(Checkout.Expected), "the sample set is not there: run ops/setup");
        await using var stream = File.OpenRead(Checkout.Expected);
        return (await JsonSerializer.DeserializeAsync<List<ExpectedSample>>(stream, JsonSerializerOptions.Web))!;
    }

    public required string Path { get; init; }

    public required string Kind { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required string Outcome { get; init; }

    public string? Sha256 { get; init; }

    /// <summary>Width and height of the upright picture in pixels.</summary>
    public IReadOnlyList<int> Size { get; init; } = [];

    /// <summary>x, y, width and height of each face in pixels of the upright picture, drawn by hand.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Faces { get; init; } = [];

    /// <summary>Where the faces of a film are at some of its moments, in the same order each time; they move evenly between.</summary>
    [JsonPropertyName("faces_at")]
    public IReadOnlyList<ExpectedFaces> FacesAt { get; init; } = [];

    [JsonPropertyName("duration_s")]
    public double DurationSeconds { get; init; }

    /// <summary>Path of the sample that this one repeats.</summary>
    [JsonPropertyName("duplicate_of")]
    public string? DuplicateOf { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public string? Pair { get; init; }

    public string? Side { get; init; }

    public IReadOnlyList<string> Canaries { get; init; } = [];

    [JsonPropertyName("caption_pii")]
    public IReadOnlyList<ExpectedPii> CaptionPii { get; init; } = [];
}

internal sealed record ExpectedPii(string Type, string Text);

internal sealed record ExpectedFaces
{
    [JsonPropertyName("at_s")]
    public double AtSeconds { get; init; }

    public required IReadOnlyList<IReadOnlyList<int>> Faces { get; init; }
}
