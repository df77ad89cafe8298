namespace Mm.Data.Select;

/// <summary>Which captions of evaluation sets have a run of words, by its keyed hash.</summary>
internal sealed class QuotedCaptions
{
    private readonly Dictionary<(string Key, ulong Gram), int> _first = [];

    /// <param name="key">Name of the key of the hashes; those of two keys say nothing of each other.</param>
    /// <param name="grams">The hashes of a caption's runs.</param>
    /// <param name="sample">Whose caption it is; samples are added in rising order.</param>
    public void Add(string key, ulong[] grams, int sample)
    {
        foreach (var gram in grams)
            _first.TryAdd((key, gram), sample);
    }

    /// <summary>The first sample that shares a run with a caption; null where none does.</summary>
    public int? FirstWith(string key, ulong[]? grams)
    {
        int? first = null;
        foreach (var gram in grams ?? [])
        {
            if (_first.TryGetValue((key, gram), out var sample) && !(first < sample))
                first = sample;
        }

        return first;
    }
}
