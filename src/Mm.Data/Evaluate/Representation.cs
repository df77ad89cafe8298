using System.ComponentModel;

namespace Mm.Data.Evaluate;

/// <summary>How many rows have a value.</summary>
public sealed record GroupCount(string Name, int Rows);

/// <summary>What is looked at of a row to tell whom and what a release shows.</summary>
/// <param name="Modality">Image, video or audio.</param>
/// <param name="Source">Label of its source.</param>
/// <param name="Licence">Of the source.</param>
/// <param name="Language">Of the caption; null where that was not measured.</param>
/// <param name="Script">Of the caption; null where that was not measured.</param>
/// <param name="Words">Of the released caption.</param>
/// <param name="People">Whether a face or head was found; null where nobody looked.</param>
public sealed record ShownRow(
    string Modality, string Source, string Licence, string? Language, string? Script, int Words, bool? People);

/// <summary>What a release shows, by the shares of its rows: a report, not a judgement.</summary>
public sealed record Representation
{
    private const int GroupsMax = 50;

    public required int Rows { get; init; }

    public required IReadOnlyList<GroupCount> Modalities { get; init; }

    public required IReadOnlyList<GroupCount> Sources { get; init; }

    public required IReadOnlyList<GroupCount> Licences { get; init; }

    [Description("Language of captions; none where it was not measured.")]
    public required IReadOnlyList<GroupCount> Languages { get; init; }

    [Description("Script of captions; none where it was not measured.")]
    public required IReadOnlyList<GroupCount> Scripts { get; init; }

    [Description("Words of captions, by group.")]
    public required IReadOnlyList<GroupCount> CaptionWords { get; init; }

    [Description("Mean words of a caption.")]
    public required double CaptionWordsMean { get; init; }

    [Description("Share of rows in which a face or a head was found before redaction, of those that were searched; null: none was.")]
    public required double? PeopleShare { get; init; }

    [Description("What no column of the release tells, so that nothing can be said of it.")]
    public required IReadOnlyList<string> NotKnown { get; init; }

    public static Representation Of(IReadOnlyList<ShownRow> rows)
    {
        var searched = rows.Count(row => row.People is not null);
        var languages = Counts(rows, row => row.Language);
        var scripts = Counts(rows, row => row.Script);
        return new Representation
        {
            Rows = rows.Count,
            Modalities = Counts(rows, row => row.Modality),
            Sources = Counts(rows, row => row.Source),
            Licences = Counts(rows, row => row.Licence),
            Languages = languages,
            Scripts = scripts,
            CaptionWords =
            [
                .. WordGroups.Select(group => new GroupCount(
                    group.Name, rows.Count(row => row.Words >= group.From && row.Words <= group.To))),
            ],
            CaptionWordsMean = rows.Count == 0 ? 0 : Bootstrap.Rounded(rows.Average(row => row.Words)),
            PeopleShare = searched == 0 ? null : Bootstrap.Rounded((double)rows.Count(row => row.People is true) / searched),
            NotKnown =
            [
                .. languages.Length == 0 ? ["language"] : Array.Empty<string>(),
                .. scripts.Length == 0 ? ["script"] : Array.Empty<string>(),
                .. searched == 0 ? ["people"] : Array.Empty<string>(), "place", "time", // metadata that tells them is never released
            ],
        };
    }

    private static readonly (string Name, int From, int To)[] WordGroups =
    [
        ("0", 0, 0), ("1 to 2", 1, 2), ("3 to 5", 3, 5), ("6 to 10", 6, 10), ("11 to 20", 11, 20), ("21 to 50", 21, 50),
        ("51 and more", 51, int.MaxValue),
    ];

    private static GroupCount[] Counts(IReadOnlyList<ShownRow> rows, Func<ShownRow, string?> of)
    {
        var all = rows.Select(of).OfType<string>().CountBy(name => name, StringComparer.Ordinal)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        var others = all.Skip(GroupsMax).ToArray();
        return
        [
            .. all.Take(GroupsMax).Select(pair => new GroupCount(pair.Key, pair.Value)),
            .. others.Length == 0 ? Array.Empty<GroupCount>() : [new GroupCount($"{others.Length} others", others.Sum(pair => pair.Value))],
        ];
    }
}
