using Mm.Data.Measure.Text.Evaluation;

namespace Mm.Data.App.Reports;

/// <summary>The first misses and false findings of each type, for the page. Kept in memory, never logged.</summary>
internal sealed class PiiExamples(int countMax)
{
    private const int Around = 60;

    private readonly Dictionary<(string Type, bool IsMiss), List<PiiExampleText>> _kept = [];

    public void Add(PiiExample example)
    {
        if (countMax == 0)
            return;
        if (!_kept.TryGetValue((example.Type, example.IsMiss), out var list))
            _kept.Add((example.Type, example.IsMiss), list = []);
        if (list.Count == countMax)
            return;
        var (from, to) = (Math.Max(0, example.Start - Around), Math.Min(example.Text.Length, example.End + Around));
        list.Add(new PiiExampleText(
            example.Text[from..example.Start], example.Text[example.Start..example.End], example.Text[example.End..to]));
    }

    public IReadOnlyList<PiiExampleText> Of(string type, bool isMiss) => _kept.GetValueOrDefault((type, isMiss)) ?? [];
}

/// <summary>A marked stretch and what stands around it.</summary>
internal sealed record PiiExampleText(string Before, string Marked, string After);
