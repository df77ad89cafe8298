using Mm.Data.Pipeline;

namespace Mm.Data.Render.Tracks;

/// <summary>What a search through a film found.</summary>
internal sealed class FilmSeen
{
    private readonly Dictionary<string, List<Box>> _boxes = new(StringComparer.Ordinal);

    /// <summary>When somebody looked, in order.</summary>
    public List<float> Times { get; } = [];

    /// <summary>Those of the times at which a new scene begins.</summary>
    public List<float> Cuts { get; } = [];

    /// <summary>Why the search could not be ended; null when it was.</summary>
    public Verdict? Refusal { get; set; }

    /// <summary>What was found for a feature, in order of time.</summary>
    public IReadOnlyList<Box> Boxes(string feature) => _boxes.GetValueOrDefault(feature) ?? [];

    public void Add(string feature, IEnumerable<Box> boxes)
    {
        if (!_boxes.TryGetValue(feature, out var list))
            _boxes[feature] = list = [];
        list.AddRange(boxes);
    }
}
