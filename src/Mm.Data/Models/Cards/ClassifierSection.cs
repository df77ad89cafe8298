using System.Text.RegularExpressions;

namespace Mm.Data.Models.Cards;

/// <summary>Reads the section <c>classifier</c> of a card.</summary>
internal static partial class ClassifierSection
{
    public static ClassifierSettings? Read(YamlSection root)
    {
        if (root.Section("classifier", required: true) is not { } section)
            return null;
        var classes = section.Text("classes").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (classes.Length < 2 || classes.Distinct(StringComparer.Ordinal).Count() < classes.Length || !classes.All(Name().IsMatch))
            section.Wrong("classes", "two or more different kebab-case names are wanted, separated by blanks", 0);
        section.RejectUnknown();
        return new ClassifierSettings(classes);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();
}
