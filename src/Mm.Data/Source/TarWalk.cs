using System.Formats.Tar;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// Walks the headers of one archive and remembers where its members' bytes lie. Nothing is unpacked, so a hostile name can do no
/// harm; such members are counted and left: <c>unsafe-name</c>, <c>link</c>, <c>not-a-file</c>, <c>archive</c>,
/// <c>compound-extension</c> ...
/// </summary>
internal sealed class TarWalk(InputFile file, string captionKey, SourceCensus census, int membersMax, bool takesDocuments = false)
{
    private readonly Dictionary<string, ByteRange> _assets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CaptionFiles> _beside = new(StringComparer.Ordinal);

    /// <summary>Headers read so far.</summary>
    public int Members { get; private set; }

    /// <exception cref="ConfigurationException">No tar archive, cut off, or with more members than allowed.</exception>
    public async Task<List<LocatedEntry>> RunAsync(CancellationToken cancel)
    {
        var whole = await file.FindAsync(cancel);
        await using var stream = await file.OpenSeekableAsync(whole, cancel);
        try
        {
            await using var reader = new TarReader(stream);
            var headers = new TarHeaders(stream);
            while (await headers.AreBoundedAsync(cancel) && await reader.GetNextEntryAsync(copyData: false, cancel) is { } member)
            {
                headers.Pass(member, stream.Position);
                if (++Members > membersMax)
                    throw new ConfigurationException(
                        $"{file.Label}: more members than the {membersMax} that are left of the limit. Split the input.");
                Visit(member, whole);
            }
        }
        catch (Exception e) when (e is FormatException or IOException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw new ConfigurationException(
                $"{file.Label} is damaged or no tar archive (after member {Members}). Get it again, or take it out of the input.");
        }

        if (Members == 0 && whole.Length > 0 && !await IsPaddingAsync(whole, cancel))
            throw new ConfigurationException($"{file.Label} is no tar archive.");
        return Entries();
    }

    private void Visit(TarEntry member, ByteRange whole)
    {
        if (member.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
            return;
        if (WhyIgnored(member) is { } reason)
        {
            census.Ignore(reason);
            return;
        }

        if (member.DataOffset < 0 || member.Length > whole.FileBytes - member.DataOffset)
            throw new InvalidDataException();
        Sort(MediaNames.Resolve(member.Name)!, whole with { Offset = member.DataOffset, Length = member.Length });
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
        if (MediaNames.IsAsset(extension) || IsDocument(extension))
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

    private bool IsDocument(string extension) => takesDocuments && MediaNames.IsDocument(extension);

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
            return LocatedEntry.Of($"{file.Label}!{asset.Key}", asset.Value, place) with
            {
                IsDocument = IsDocument(Split(asset.Key).Extension),
            };
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
    private static async ValueTask<bool> IsPaddingAsync(ByteRange whole, CancellationToken cancel)
    {
        var head = await whole.ReadAsync(512, cancel);
        return head.Length == 512 && !head.AsSpan().ContainsAnyExcept((byte)0);
    }
}
