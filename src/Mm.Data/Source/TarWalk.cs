using System.Formats.Tar;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// Walks the headers of one archive and remembers where its members' bytes lie. Nothing is unpacked, so a hostile name can do no
/// harm; such members are counted and left: <c>unsafe-name</c>, <c>link</c>, <c>not-a-file</c>, <c>archive</c>,
/// <c>compound-extension</c> ...
/// </summary>
internal sealed class TarWalk(string file, string captionKey, SourceCensus census, int membersMax)
{
    private readonly string _label = Path.GetFileName(file);
    private readonly Dictionary<string, ByteRange> _assets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CaptionFiles> _beside = new(StringComparer.Ordinal);
    private long _fileBytes;

    /// <summary>Headers read so far.</summary>
    public int Members { get; private set; }

    /// <exception cref="ConfigurationException">No tar archive, cut off, or with more members than allowed.</exception>
    public async Task<List<LocatedEntry>> RunAsync(CancellationToken cancel)
    {
        await using var stream = InputFiles.OpenSeekable(file, _label);
        _fileBytes = stream.Length;
        try
        {
            await using var reader = new TarReader(stream);
            var headers = new TarHeaders(stream.SafeFileHandle);
            while (headers.AreBounded() && await reader.GetNextEntryAsync(copyData: false, cancel) is { } member)
            {
                headers.Pass(member, stream.Position);
                if (++Members > membersMax)
                    throw new ConfigurationException(
                        $"{_label}: more members than the {membersMax} that are left of the limit. Split the input.");
                Visit(member);
            }
        }
        catch (Exception e) when (e is FormatException or IOException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException(
                $"{_label} is damaged or no tar archive (after member {Members}). Get it again, or take it out of the input.");
        }

        if (Members == 0 && _fileBytes > 0 && !await IsPaddingAsync(cancel))
            throw new ConfigurationException($"{_label} is no tar archive.");
        return Entries();
    }

    private void Visit(TarEntry member)
    {
        if (member.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
            return;
        if (WhyIgnored(member) is { } reason)
        {
            census.Ignore(reason);
            return;
        }

        if (member.DataOffset < 0 || member.Length > _fileBytes - member.DataOffset)
            throw new InvalidDataException();
        Sort(MediaNames.Resolve(member.Name)!, new ByteRange(file, member.DataOffset, member.Length, _fileBytes));
    }

    private static string? WhyIgnored(TarEntry member) => member.EntryType switch
    {
        TarEntryType.SymbolicLink or TarEntryType.HardLink => "link",
        not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile) => "not-a-file",
        _ when member.Name.Any(char.IsControl) => "unsafe-name",
        _ when member.Name.Split('/').Contains("..") || MediaNames.Resolve(member.Name) is null => "unsafe-name",
        _ when MediaNames.IsHidden(MediaNames.Resolve(member.Name)!) => "hidden",
        _ when member.Length == 0 && member.DataOffset < 0 => "empty",
        _ => null,
    };

    private void Sort(string name, ByteRange range)
    {
        var (sample, extension) = Split(name);
        if (MediaNames.IsAsset(extension))
        {
            if (!_assets.TryAdd(name, range))
                census.Ignore("duplicate-name");
        }
        else if (MediaNames.IsText(extension) || MediaNames.IsJson(extension))
        {
            if (!_beside.TryGetValue(sample, out var captions))
                _beside[sample] = captions = new CaptionFiles();
            captions.Add(range, MediaNames.IsJson(extension), census);
        }
        else
        {
            census.Ignore(WhyUnknown(extension));
        }
    }

    private static string WhyUnknown(string extension) => extension[(extension.LastIndexOf('.') + 1)..] switch
    {
        var last when MediaNames.IsArchive(last) => "archive",
        var last when last.Length < extension.Length && MediaNames.IsAsset(last) => "compound-extension", // a.mask.png is no picture of a
        _ => "unknown-extension",
    };

    private List<LocatedEntry> Entries()
    {
        var entries = _assets.Select(asset =>
        {
            var place = _beside.TryGetValue(Split(asset.Key).Sample, out var captions) ? captions.Place(captionKey) : CaptionPlace.Nowhere;
            return LocatedEntry.Of($"{_label}!{asset.Key}", asset.Value, place);
        }).ToList();
        foreach (var captions in _beside.Values)
            captions.CountUnused(census);
        return entries;
    }

    // WebDataset's rule: the first dot of the file name parts the sample from the extension.
    private static (string Sample, string Extension) Split(string name)
    {
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
    }

    // An empty archive is two blocks of zeros; the reader says the same of any file that begins so.
    private async ValueTask<bool> IsPaddingAsync(CancellationToken cancel)
    {
        var head = await ByteRange.Whole(file, _fileBytes).ReadAsync(512, cancel);
        return head.Length == 512 && !head.AsSpan().ContainsAnyExcept((byte)0);
    }
}
