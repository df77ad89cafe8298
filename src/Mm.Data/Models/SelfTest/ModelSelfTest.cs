using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.SelfTest;

/// <summary>
/// <c>mmdata models check</c>: digests, names and shapes by opening the model as a run does, then how it behaves. What is wrong is told,
/// not thrown; only a machine that lacks something throws.
/// </summary>
public sealed class ModelSelfTest(ModelStore store, OnnxModels models)
{
    /// <exception cref="EnvironmentException">The device is not there.</exception>
    public async Task<SelfTestReport> RunAsync(StoredModel model, CancellationToken cancel)
    {
        var precision = EnumCode.Of(model.Card.Precision);
        try
        {
            return new SelfTestReport(model.Card.Name, precision, await ChecksAsync(model, cancel));
        }
        catch (ConfigurationException e)
        {
            return new SelfTestReport(model.Card.Name, precision, [.. e.Problems.Select(problem => Bad("opens", problem))]);
        }
        catch (DetectorException e)
        {
            return new SelfTestReport(model.Card.Name, precision, [Bad("runs", e.Message)]);
        }
    }

    private async Task<IReadOnlyList<SelfTestCheck>> ChecksAsync(StoredModel model, CancellationToken cancel)
    {
        store.Open(model.Card.Name, model.Card.Task);
        var files = new SelfTestCheck("files", SelfTestOutcome.Good, $"{model.Card.Files.Count} with the digests of the card");
        if (model.Card.Task is not ModelTask.DualEncoder)
            return [files, .. await OnceAsync(model.Card, cancel)];
        var behaviour = await new DualEncoderTrial(models.OpenDualEncoder(model.Card.Name), model.Card.SelfTest).RunAsync(cancel);
        using var graphs = new GraphTrial(model);
        return [files, .. behaviour, .. graphs.Run()];
    }

    private async Task<IReadOnlyList<SelfTestCheck>> OnceAsync(ModelCard card, CancellationToken cancel)
    {
        var problems = await models.CheckAsync(card.Name, cancel);
        var what = card.Task switch
        {
            ModelTask.NameTagger => "a name found in a sentence",
            ModelTask.TextReader => "probabilities of the declared shape on a blank picture",
            ModelTask.SpeechDetector => "finite probabilities on silence",
            ModelTask.LanguageTagger => "an English sentence told as one",
            ModelTask.PictureClassifier => "probabilities of the declared kinds on a blank picture",
            _ => "finite boxes of the declared shape on a blank picture",
        };
        return problems.Count == 0
            ? [new SelfTestCheck("runs", SelfTestOutcome.Good, what)]
            : [.. problems.Select(problem => Bad("runs", problem))];
    }

    private static SelfTestCheck Bad(string what, string why) => new(what, SelfTestOutcome.Bad, why);
}
