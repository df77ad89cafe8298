using System.Diagnostics;
using Mm.Data.Models.Names;

namespace Mm.Data.NameTraining;

/// <summary>The commands: what is trained on what, and what is measured on what was left out.</summary>
internal sealed class Experiment(Dictionary<string, string> given, FieldOptions options)
{
    private const int Folds = 5;

    /// <summary>Its texts are long and alike: one of so many teaches as much.</summary>
    private const int LifeBenchEvery = 3;

    private static readonly float[] Biases = [0, 0.4f, 0.8f, 1.2f];
    private static readonly string[] PresidioTypes = ["PERSON", "ADDRESS", "LOCATION", "ORGANIZATION", "TITLE", "DATE_TIME"];
    private static readonly string[] LifeBenchTypes = ["PERSON", "LOCATION", "ORGANIZATION"];

    /// <summary>Templates of presidio-research and users of LifeBench dealt to folds, each fold measured with a model that saw none of it.</summary>
    public void CrossValidate()
    {
        var words = new WordLists(given["words"]);
        var presidio = Folded(Presidio());
        var lifeBench = Folded(LifeBench());
        var tallies = Biases.ToDictionary(bias => bias, _ => new Tally());
        var errors = new List<string>();
        var folds = given.TryGetValue("folds", out var some) ? some.Split(',').Select(int.Parse) : Enumerable.Range(0, Folds);
        foreach (var fold in folds)
        {
            var watch = Stopwatch.StartNew();
            var model = given.TryGetValue("models", out var made)
                ? NameWeights.Read(File.ReadAllBytes(Path.Combine(made, $"fold{fold}.bin")))
                : Fit(fold, presidio, lifeBench, words);
            if (given.TryGetValue("out", out var folder))
            {
                File.WriteAllBytes(Path.Combine(folder, $"fold{fold}.bin"), Trainer.Biased(model, options.Bias).Write());
                Corpora.WritePresidio(
                    given["presidio"].Split(','), presidio.Where(one => one.Fold == fold).Select(one => one.Text.Group).ToHashSet(),
                    Path.Combine(folder, $"fold{fold}.json"));
            }

            LabelledText[] ofPresidio = [.. presidio.Where(one => one.Fold == fold).Select(one => one.Text)];
            LabelledText[] ofLifeBench = [.. lifeBench.Where(one => one.Fold == fold).Select(one => one.Text)];
            PrintGate("presidio-research", model, ofPresidio);
            PrintGate("LifeBench", model, ofLifeBench);
            foreach (var (bias, tally) in tallies)
            {
                var tagger = new NameTagger(Trainer.Biased(model, bias));
                Measure(tagger, ofPresidio, PresidioTypes, tally.Presidio, tally.Joined, bias == 0 ? errors : null);
                Measure(tagger, ofLifeBench, LifeBenchTypes, tally.LifeBench, null, null);
                var (covered, all) = Captions(tagger, print: bias == 0 && fold == 0);
                (tally.Covered, tally.Words) = (tally.Covered + covered, tally.Words + all);
            }

            Console.WriteLine($"fold {fold}: {watch.Elapsed.TotalSeconds:0} s, so far {Score.Sum(tallies[0].Presidio.Values).F2:0.000}");
        }

        foreach (var (bias, tally) in tallies)
        {
            Print($"bias {bias}: presidio-research, template not in training", tally.Presidio);
            Print($"bias {bias}: the same, neighbours of one type joined", tally.Joined);
            Print($"bias {bias}: LifeBench, user not in training", tally.LifeBench);
            Console.WriteLine($"bias {bias}: captions without names: {100.0 * tally.Covered / tally.Words:0.000} % of words covered");
        }

        if (given.TryGetValue("errors", out var path))
            File.WriteAllLines(path, errors);
    }

    private NameWeights Fit(int fold, List<(LabelledText Text, int Fold)> presidio, List<(LabelledText Text, int Fold)> lifeBench, WordLists words) =>
        Trainer.Fit(
            [
                .. FixedSets(),
                new([.. presidio.Where(one => one.Fold != fold).Select(one => one.Text)], Weight("presidioWeight", 1)),
                new(
                    [.. lifeBench.Where(one => one.Fold != fold).Select(one => one.Text).Where((_, i) => i % LifeBenchEvery == 0)],
                    Weight("lifebenchWeight", 0.3f)),
            ], words, options);

    /// <summary>The model of the repository, on everything.</summary>
    public void Train()
    {
        var model = Trainer.Fit(
            [
                .. FixedSets(),
                new(Presidio(), Weight("presidioWeight", 1)),
                new([.. LifeBench().Where((_, i) => i % LifeBenchEvery == 0)], Weight("lifebenchWeight", 0.3f)),
            ], new WordLists(given["words"]), options);
        model = Trainer.Biased(model, options.Bias);
        File.WriteAllBytes(given["out"], model.Write());
        Captions(new NameTagger(model), print: true);
    }

    /// <summary>The longest runs of words that generated texts share with templates of presidio-research, where no placeholder stands.</summary>
    public void Overlap()
    {
        static string[] Words(string text) => text.ToLowerInvariant().Split([' ', '\n', ',', '.', '?', '!', '"', ':'], StringSplitOptions.RemoveEmptyEntries);
        const int least = 4;
        var ours = new HashSet<string>(StringComparer.Ordinal);
        foreach (var words in Corpora.Generated(given["generated"]).Select(text => Words(text.Text)))
        {
            for (var length = least; length <= 12; length++)
            {
                for (var i = 0; i + length <= words.Length; i++)
                    ours.Add(string.Join(' ', words[i..(i + length)]));
            }
        }

        foreach (var template in Presidio().Select(text => text.Group).Distinct())
        {
            var words = Words(template);
            var longest = "";
            for (var length = least; length <= Math.Min(12, words.Length); length++)
            {
                for (var i = 0; i + length <= words.Length; i++)
                {
                    var run = string.Join(' ', words[i..(i + length)]);
                    if (!run.Contains('{', StringComparison.Ordinal) && ours.Contains(run))
                        longest = run;
                }
            }

            if (longest.Length > 0)
                Console.WriteLine($"{longest.Split(' ').Length} words: '{longest}' of: {template.ReplaceLineEndings("\\n")}");
        }
    }

    public static void Show(string model, string text)
    {
        var tagger = new NameTagger(NameWeights.Read(File.ReadAllBytes(model)));
        foreach (var line in File.Exists(text) ? File.ReadLines(text) : [text])
            Console.WriteLine($"{line}\n    {string.Join(" | ", tagger.Tag(line).Select(s => $"{s.Type} {line.Substring(s.Start, s.Length)} {s.Score:0.00}"))}");
    }

    public static void Speed(string model, string path)
    {
        var tagger = new NameTagger(NameWeights.Read(File.ReadAllBytes(model)));
        var text = File.ReadAllText(path);
        var tokens = new NameToken[text.Length];
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text) / 1e6;
        PrintGate(path, NameWeights.Read(File.ReadAllBytes(model)), [new(text, [], "", [])]);
        for (var round = 0; round < 5; round++)
        {
            var before = Environment.CpuUsage.UserTime;
            var count = NameTagger.Tokenize(text, tokens);
            var between = Environment.CpuUsage.UserTime;
            var spans = tagger.Tag(text).Count;
            var (tokenizing, tagging) = ((between - before).TotalSeconds, (Environment.CpuUsage.UserTime - between).TotalSeconds);
            Console.WriteLine(
                $"{bytes / tagging:0.0} MB/s of CPU, {tagging * 1e9 / count:0} ns a token, {spans} spans; tokens alone {bytes / tokenizing:0} MB/s");
        }
    }

    private List<TrainingSet> FixedSets()
    {
        var sets = new List<TrainingSet>();
        if (given.TryGetValue("generated", out var path))
            sets.Add(new(Corpora.Generated(path), 1));
        return sets;
    }

    private List<LabelledText> Presidio() => [.. given["presidio"].Split(',').SelectMany(Corpora.Presidio)];

    private List<LabelledText> LifeBench() => given.TryGetValue("lifebench", out var folder) ? Corpora.LifeBench(folder) : [];

    private float Weight(string name, float absent) =>
        given.TryGetValue(name, out var text) ? float.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : absent;

    // Groups by size, dealt in turn, so that folds are alike and do not change with the order of the file.
    private static List<(LabelledText Text, int Fold)> Folded(List<LabelledText> texts)
    {
        var folds = texts.GroupBy(text => text.Group).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select((group, i) => (group.Key, Fold: i % Folds)).ToDictionary(pair => pair.Key, pair => pair.Fold);
        return texts.ConvertAll(text => (text, folds[text.Group]));
    }

    private static void Measure(
        NameTagger tagger,
        IEnumerable<LabelledText> texts,
        string[] types,
        Dictionary<string, Score> scores,
        Dictionary<string, Score>? joined,
        List<string>? errors)
    {
        foreach (var text in texts)
        {
            var found = tagger.Tag(text.Text);
            var before = Score.Sum(scores.Values);
            Score.Add(scores, text, found, types);
            if (joined is not null)
                Score.Add(joined, Score.Join(text), Score.Join(text.Text, found), types);
            var after = Score.Sum(scores.Values);
            if (after.Missed > before.Missed || after.False > before.False)
            {
                errors?.Add($"{text.Text.ReplaceLineEndings("\\n")}\n  want {string.Join(" | ", text.Spans.OrderBy(s => s.Start)
                    .Select(s => $"{s.Type} {text.Text[s.Start..s.End]}"))}\n  got  {string.Join(" | ", found
                    .Select(s => $"{s.Type} {text.Text.Substring(s.Start, s.Length)}"))}".ReplaceLineEndings("\n"));
            }
        }
    }

    // What the gate costs: tokens of names that the model is never asked about; and what it saves.
    private static void PrintGate(string title, NameWeights model, IEnumerable<LabelledText> texts)
    {
        int all = 0, read = 0, named = 0, lost = 0;
        foreach (var text in texts)
        {
            var tokens = new NameToken[text.Text.Length];
            tokens = tokens[..NameTagger.Tokenize(text.Text, tokens)];
            var outside = text.Allowed(tokens).Select(bits => (bits & (1u << NameLabel.Outside)) != 0).ToArray();
            var reads = new bool[tokens.Length];
            for (var from = 0; NameGate.Next(tokens, from, model.Lexicon, out var start, out var end); from = end)
                reads.AsSpan(start, end - start).Fill(true);
            all += tokens.Length;
            read += reads.Count(one => one);
            named += outside.Count(one => !one);
            lost += outside.Zip(reads).Count(one => !one.First && !one.Second);
        }

        if (all > 0)
            Console.WriteLine($"{title}: {100.0 * read / all:0.0} % of tokens read, {100.0 * lost / named:0.00} % of those in names are not");
    }

    private (int Covered, int Words) Captions(NameTagger tagger, bool print)
    {
        int words = 0, covered = 0;
        if (!given.TryGetValue("captions", out var path))
            return (0, 0);
        var found = new Dictionary<string, int>();
        foreach (var text in Corpora.Captions(path))
        {
            words += text.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
            foreach (var span in tagger.Tag(text.Text))
            {
                covered += text.Text.Substring(span.Start, span.Length).Split(' ').Length;
                var key = $"{span.Type} {text.Text.Substring(span.Start, span.Length)}";
                found[key] = found.GetValueOrDefault(key) + 1;
            }
        }

        if (print)
        {
            Console.WriteLine($"captions (none trained on): {covered} of {words} words covered, {100.0 * covered / words:0.000} %");
            Console.WriteLine(string.Join("; ", found.OrderByDescending(pair => pair.Value).Take(40).Select(pair => $"{pair.Key} {pair.Value}")));
        }

        return (covered, words);
    }

    private static void Print(string title, Dictionary<string, Score> scores)
    {
        Console.WriteLine(title);
        foreach (var (type, score) in scores.OrderBy(pair => pair.Value.F2).Append(new("all", Score.Sum(scores.Values))))
            Console.WriteLine($"  {type,-14} P {score.Precision:0.000}  R {score.Recall:0.000}  F2 {score.F2:0.000}  of {score.Right + score.Missed}");
    }

    private sealed class Tally
    {
        public Dictionary<string, Score> Presidio { get; } = [];

        public Dictionary<string, Score> Joined { get; } = [];

        public Dictionary<string, Score> LifeBench { get; } = [];

        public int Covered { get; set; }

        public int Words { get; set; }
    }
}
