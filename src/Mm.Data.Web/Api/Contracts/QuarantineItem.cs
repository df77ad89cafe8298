using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A sample in quarantine as the API and <c>mmdata quarantine list --json</c> show it.</summary>
public sealed record QuarantineItem(
    string Id, string Pipeline, string Phase, string Stage, string Reason, int Tries, bool IsPutBack, string AssetSha256, string Run)
{
    public static QuarantineItem Of(QuarantineRecord record) => new(
        record.SampleId, record.Pipeline, EnumCode.Of(record.Phase), record.Stage, record.Reason, record.Tries, record.IsPutBack,
        record.AssetSha256, record.RunKey);
}
