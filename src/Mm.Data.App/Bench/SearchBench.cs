using Mm.Data.Measure;
using Mm.Data.Measure.Text;

namespace Mm.Data.App.Bench;

/// <summary>The search for personal data in texts, with every rule of every country: its rate on plain text, its cost on hostile
/// ones.</summary>
internal static class SearchBench
{
    private const int Kibibyte = 1024;
    private const int CaptionsAText = 40;

    // Long enough that what is hot is compiled as such.
    private const int WarmRounds = 4;
    private const int WarmCharacters = 16 * Kibibyte;

    /// <summary>Captions, and the same joined to longer texts; then each recogniser alone. The unit is 1,000 characters.</summary>
    public static Task<BenchTable> PlainAsync(IReadOnlyList<string> captions, int rounds, CancellationToken cancel)
    {
        var texts = captions.Chunk(CaptionsAText).Select((part, i) => $"{i + 100} of {part.Length}: {string.Join(' ', part)}").ToArray();
        var analyser = new TextAnalyser(new TextPii.Options());
        return Rounds.RunAsync(
            $"search for personal data, {analyser.Types.Count} types, one thread", "kB of text", rounds,
            [
                Contender("whole analyser, texts", analyser, texts),
                Contender("whole analyser, captions", analyser, captions),
                .. analyser.Apart().Select(one => Contender($"{one.Key} alone, texts", one.Value, texts)),
            ],
            cancel);
    }

    /// <summary>The worst of the hostile texts for each recogniser, in CPU milliseconds a MiB of text.</summary>
    public static IReadOnlyList<BenchFigure> Hostile(int kibibytes, CancellationToken cancel)
    {
        if (kibibytes == 0)
            return [];
        var analyser = new TextAnalyser(new TextPii.Options());
        KeyValuePair<string, TextAnalyser>[] all = [.. analyser.Apart(), KeyValuePair.Create("whole analyser", analyser)];
        for (var round = 0; round < WarmRounds; round++)
        {
            foreach (var text in HostileTexts.Make(WarmCharacters))
                analyser.Find(text);
        }

        var worst = new double[all.Length];
        foreach (var text in HostileTexts.Make(kibibytes * Kibibyte))
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < all.Length; i++)
            {
                var before = ProcessTree.CpuSeconds();
                all[i].Value.Find(text);
                worst[i] = Math.Max(worst[i], (ProcessTree.CpuSeconds() - before) * 1000 * Kibibyte / kibibytes);
            }
        }

        return
        [
            .. all.Select((one, i) =>
                new BenchFigure($"{one.Key}, worst of {HostileTexts.Count} hostile texts", worst[i], "CPU ms a MiB")),
        ];
    }

    private static Contender Contender(string name, TextAnalyser analyser, IReadOnlyList<string> texts) => new(name, _ =>
        Timed.RunAsync(texts.Sum(text => (long)text.Length) / 1000, () =>
        {
            foreach (var text in texts)
                analyser.Find(text);
            return Task.CompletedTask;
        }));
}
