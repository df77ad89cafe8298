using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline;

namespace Mm.Data.Models;

/// <summary>Loads a dual encoder's graphs and holds them against its card, so that a wrong name or shape is told at start.</summary>
internal sealed class DualEncoderLoader(StoredModel model, Engine engine)
{
    private readonly List<string> _problems = [];
    private readonly ImageSettings _image = model.Card.Settings.Image;
    private readonly TextSettings _text = model.Card.Settings.Text!;

    /// <exception cref="ConfigurationException">Files or names do not fit together; every fault at once.</exception>
    public DualEncoder Load()
    {
        var tokenizer = TextTokenizers.Load(model);
        new PrecisionCheck(model).Run();
        var opened = new List<OnnxSession>();
        try
        {
            var towers = Towers(opened);
            return new DualEncoder(model, towers, tokenizer, Check(towers), engine);
        }
        catch
        {
            opened.ForEach(session => session.Dispose());
            throw;
        }
    }

    /// <summary>Every session goes into <paramref name="opened"/> as soon as it is open.</summary>
    private Towers Towers(List<OnnxSession> opened)
    {
        if (model.HasFile("joint"))
        {
            var joint = Open("joint", opened);
            return new Towers(joint, null, joint);
        }

        return model.HasFile("head")
            ? new Towers(Open("backbone", opened), Open("head", opened), Open("text", opened))
            : new Towers(Open("vision", opened), null, Open("text", opened));
    }

    private OnnxSession Open(string role, List<OnnxSession> opened)
    {
        var session = OnnxSession.Load(model.Card.Name, model.PathOf(role), engine.Devices);
        opened.Add(session);
        return session;
    }

    /// <summary>The length of the embeddings.</summary>
    private int Check(Towers towers)
    {
        var (vision, head, words) = towers;
        CheckInput(vision, "image.input", _image.Input, [1, 3, _image.Height, _image.Width]);
        CheckInput(words, "text.input", _text.Input, [1, _text.Context]);
        if (_text.AttentionMask is { } mask)
            CheckInput(words, "text.attention-mask", mask, [1, _text.Context]);
        CheckNoOther(vision, words);
        if (head is not null && (head.InputNames.Count() != 1 || vision.OutputNames.Count() != 1))
            Wrong("files", "a head takes one input, which is the one output of its backbone");
        var picture = Length(head ?? vision, "image.output", _image.Output);
        var caption = Length(words, "text.output", _text.Output);
        if (picture != caption)
        {
            _problems.Add($"Model '{model.Card.Name}': {_image.Output} has {picture} numbers and {_text.Output} has {caption}: " +
                "not one embedding space.");
        }
        return _problems.Count == 0 ? picture : throw new ConfigurationException(_problems);
    }

    private void CheckInput(OnnxSession session, string key, string name, int[] shape)
    {
        if (session.InputShape(name) is not { } declared)
            Wrong(key, $"the graph has no input '{name}'; it has: {string.Join(", ", session.InputNames)}");
        else if (declared.Length != shape.Length || declared.Zip(shape).Any(side => side.First > 0 && side.First != side.Second))
            Wrong(key, $"the graph wants shape [{string.Join(", ", declared)}] for '{name}', the card makes [{string.Join(", ", shape)}]");
    }

    private void CheckNoOther(OnnxSession vision, OnnxSession words)
    {
        string[] fed = [_image.Input, _text.Input, _text.AttentionMask ?? ""];
        foreach (var name in vision.InputNames.Union(words.InputNames).Where(name => !fed.Contains(name, StringComparer.Ordinal)))
            Wrong("text", $"the graph also wants input '{name}', which the card does not name (text.attention-mask?)");
    }

    private int Length(OnnxSession session, string key, string name)
    {
        if (session.OutputShape(name) is { } shape)
        {
            if (shape is [.., > 0])
                return shape[^1];
            Wrong(key, $"output '{name}' declares no length; export it with a fixed embedding size");
        }
        else
        {
            Wrong(key, $"the graph has no output '{name}'; it has: {string.Join(", ", session.OutputNames)}");
        }

        return 0;
    }

    private void Wrong(string key, string what) => _problems.Add($"Model '{model.Card.Name}', {model.CardPath}: {key}: {what}.");
}
