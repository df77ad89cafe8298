using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>The caption files of one base name, in a folder or an archive: at most one text and one JSON file.</summary>
internal sealed class CaptionFiles
{
    private ByteRange? _text;
    private ByteRange? _json;
    private bool _used;

    /// <summary>Keeps the first of each kind (names may differ in the case of their extension) and counts the others.</summary>
    public void Add(ByteRange range, bool isJson, SourceCensus census)
    {
        ref var slot = ref isJson ? ref _json : ref _text;
        if (slot is not null)
            census.Ignore("duplicate-name");
        slot ??= range;
    }

    /// <summary>The JSON file if it holds the key, otherwise the text file.</summary>
    public CaptionPlace Place(string captionKey)
    {
        _used = true;
        CaptionPlace? text = _text is null ? null : new TextPlace(_text);
        return _json is null ? text ?? CaptionPlace.Nowhere : new JsonPlace(_json, captionKey, text);
    }

    public void CountUnused(SourceCensus census)
    {
        if (!_used && _text is not null)
            census.Ignore("caption-without-asset");
        if (!_used && _json is not null)
            census.Ignore("caption-without-asset");
    }
}
