using Mm.Data.Models;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;

namespace Mm.Data.Tests.Models.Names;

/// <summary>The model of the repository, opened as runs open it.</summary>
internal static class NamesModel
{
    private static readonly Lazy<INameTagger> Opened = new(() =>
    {
        var options = new ModelOptions { Folders = [Path.Combine(Checkout.Root, "models")] };
        return new OnnxModels(new ModelStore(options), options).OpenNameTagger("names-en");
    });

    public static INameTagger Tagger => Opened.Value;

    /// <summary>What it finds, as <c>TYPE:text</c>.</summary>
    public static string Found(string text) =>
        string.Join("; ", Tagger.Tag(text).Select(span => $"{span.Type}:{text.Substring(span.Start, span.Length)}"));
}
