using Mm.Data.Measure;
using Mm.Data.Measure.Text;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.App.Bench;

/// <summary>The search for personal data in texts, with every rule of every country and a model of names: its rate on plain text, its
/// cost on hostile ones.</summary>
internal static class SearchBench
{
    private const int Kibibyte = 1024;
    private const int CaptionsAText = 40;

    // Long enough that what is hot is compiled as such.
    private const int WarmRounds = 4;
    private const int WarmCharacters = 16 * Kibibyte;
    private const int Tries = 3;

    /// <summary>Captions, and the same joined to longer texts; then each recogniser alone. The unit is 1,000 characters.</summary>
    public static Task<BenchTable> PlainAsync(IReadOnlyList<string> captions, INameTagger names, int rounds, CancellationToken cancel)
    {
        var texts = captions.Chunk(CaptionsAText).Select((part, i) => $"{i + 100} of {part.Length}: {string.Join(' ', part)}").ToArray();
        var analyser = new TextAnalyser(new TextPii.Options(), names);
        return Rounds.RunAsync(
            $"search for personal data, {analyser.Types.Count} types, one thread", "kB of text", rounds,
            [
                Contender("whole analyser with names, texts", analyser, texts),
                Contender("whole analyser with names, captions", analyser, captions),
                .. analyser.Apart().Select(one => Contender($"{one.Key} alone, texts", one.Value, texts)),
            ],
            cancel);
    }

    /// <summary>
    /// The worst of the hostile texts for each recogniser, in CPU milliseconds a MiB of text; the normalising, which goes before all of
    /// them, on its own.
    /// </summary>
    public static IReadOnlyList<BenchFigure> Hostile(INameTagger names, int kibibytes, CancellationToken cancel)
    {
        if (kibibytes == 0)
            return [];
        var analyser = new TextAnalyser(new TextPii.Options(), names);
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
            var costs = Array.ConvertAll(all, one => Cost(one.Value, text) * Kibibyte / kibibytes);
            for (var i = 0; i < all.Length; i++)
                worst[i] = Math.Max(worst[i], i == 0 || i == all.Length - 1 ? costs[i] : costs[i] - costs[0]);
        }

        return
        [
            .. all.Select((one, i) =>
                new BenchFigure($"{one.Key}, worst of {HostileTexts.Count} hostile texts", worst[i], "CPU ms a MiB")),
        ];
    }

    /// <summary>CPU milliseconds, the lowest of a few tries: what else the machine does only adds to them.</summary>
    private static double Cost(TextAnalyser analyser, string text) => Enumerable.Range(0, Tries).Min(_ =>
    {
        var before = Environment.CpuUsage.TotalTime;
        analyser.Find(text);
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    });

    private static Contender Contender(string name, TextAnalyser analyser, IReadOnlyList<string> texts) => new(name, _ =>
        Timed.RunAsync(texts.Sum(text => (long)text.Length) / 1000, () =>
        {
            foreach (var text in texts)
                analyser.Find(text);
            return Task.CompletedTask;
        }));
}
