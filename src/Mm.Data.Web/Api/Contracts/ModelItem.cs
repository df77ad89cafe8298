using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A model as the API and <c>mmdata models list --json</c> show it.</summary>
public sealed record ModelItem
{
    public required string Name { get; init; }

    public required string Task { get; init; }

    public required string Precision { get; init; }

    /// <summary>Of everything that changes an output of it.</summary>
    public required string Digest { get; init; }

    public required ModelLicence Licence { get; init; }

    public string Description { get; init; } = "";

    public static ModelItem Of(StoredModel model) => new()
    {
        Name = model.Card.Name,
        Task = EnumCode.Of(model.Card.Task),
        Precision = EnumCode.Of(model.Card.Precision),
        Digest = model.Digest,
        Licence = model.Card.Licence,
        Description = model.Card.Description,
    };
}
