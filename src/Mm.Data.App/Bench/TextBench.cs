using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Models;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Models.Tokenizers;

namespace Mm.Data.App.Bench;

/// <summary><c>mmdata bench text</c>: captions to ids by the tokenizer of a dual encoder, and the search for personal data.</summary>
internal static class TextBench
{
    private const int Captions = 20_000;
    private const int Threads = 2;
    private const int Letters = 26;

    private static readonly string[] _kinds = ["red", "small", "old", "shiny", "wooden", "striped", "wet", "tall", "grey", "colourful"];

    private static readonly string[] _things =
        ["dog", "bicycle", "woman", "kitchen", "mountain", "train", "umbrella", "boat", "laptop", "giraffe", "pizza", "violinist"];

    private static readonly string[] _acts = ["stands near", "runs past", "is looking at", "sits on", "is painted behind", "holds"];

    private static readonly string[] _places =
        ["in the park", "on a rainy street", "by the river at sunset", "next to 3 people, who're smiling", "at the café (2019)"];

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Dual encoder of the model store.",
        DefaultValueFactory = _ => "mini",
    };

    private static readonly Option<string> Names = new("--names")
    {
        Description = "Model of the store that finds names.",
        DefaultValueFactory = _ => "names-en",
    };

    private static readonly Option<int> Hostile = new("--hostile")
    {
        Description = "KiB of each of 200 texts made to be slow to search, on which every recogniser is timed; 0: none.",
        DefaultValueFactory = _ => 0,
    };

    public static Command Create() =>
        new Command("text", "Rate of a dual encoder's tokenizer, and of the search for personal data.") { Model, Names, Hostile }
            .Measures(RunAsync);

    private static async Task<BenchReport> RunAsync(ParseResult parse, AppSettings settings, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        var model = new ModelStore(settings.Models).Open(parse.GetRequiredValue(Model), ModelTask.DualEncoder);
        var tokenizer = TextTokenizers.Load(model);
        var random = new Random(1);
        var captions = Enumerable.Range(0, Captions).Select(_ => Caption(random)).ToArray();
        var rare = Enumerable.Range(0, Captions).Select(_ => Rare(random)).ToArray();
        var table = await Rounds.RunAsync(
            $"{model.Card.Name}, tokenizer", "captions", parse.GetValue(BenchOptions.Rounds),
            [
                new("captions, one thread", _ => Timed.RunAsync(Captions, () => EncodeAsync(tokenizer, captions, 1))),
                new($"captions, {Threads} threads", _ => Timed.RunAsync(Captions, () => EncodeAsync(tokenizer, captions, Threads))),
                new("twelve words that no caption has, one thread", _ => Timed.RunAsync(Captions, () => EncodeAsync(tokenizer, rare, 1))),
            ],
            cancel);
        await using var models = new OnnxModels(new ModelStore(settings.Models), settings.Models);
        var names = models.OpenNameTagger(parse.GetRequiredValue(Names));
        var search = await SearchBench.PlainAsync(captions, names, parse.GetValue(BenchOptions.Rounds), cancel);
        return new BenchReport("text", machine, [table, search], SearchBench.Hostile(names, parse.GetValue(Hostile), cancel));
    }

    private static Task EncodeAsync(ITextTokenizer tokenizer, string[] texts, int threads) =>
        Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            var ids = new int[tokenizer.Context];
            for (var i = thread; i < texts.Length; i += threads)
                tokenizer.Encode(texts[i], ids);
        })));

    private static string Caption(Random random) =>
        $"A {Any(_kinds, random)} {Any(_things, random)} {Any(_acts, random)} a {Any(_kinds, random)} {Any(_things, random)} " +
        $"{Any(_places, random)}.";

    private static string Rare(Random random) => string.Join(' ', Enumerable.Range(0, 12).Select(_ =>
        new string([.. Enumerable.Range(0, 3 + random.Next(8)).Select(_ => (char)('a' + random.Next(Letters)))])));

    private static string Any(string[] words, Random random) => words[random.Next(words.Length)];
}
