using Mm.Data.Select;

namespace Mm.Data.Run;

/// <summary>Cuts the kept samples of each split, in id order, into part files.</summary>
internal static class PartPlanner
{
    public static IReadOnlyList<PartPlan> Plan(IReadOnlyList<KeptSample> kept, ActiveRun run)
    {
        var (rowsMax, bytesMax) = (run.Definition.Publish.PartRows, run.Definition.Publish.PartKib * 1024L);
        var parts = new List<PartPlan>();
        foreach (var split in kept.GroupBy(d => d.Split, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var (ids, bytes, number) = (new List<string>(), 0L, 0);
            foreach (var decision in split.OrderBy(d => d.Id, StringComparer.Ordinal))
            {
                var planned = run.Plan.Find(decision.Id);
                var size = planned.Entry.AssetBytes;
                if (ids.Count > 0 && (ids.Count >= rowsMax || bytes + size > bytesMax))
                {
                    parts.Add(new PartPlan(parts.Count, split.Key, number++, ids));
                    (ids, bytes) = ([], 0);
                }

                ids.Add(planned.Id); // the plan's own string: one copy of each id
                bytes += size;
            }

            parts.Add(new PartPlan(parts.Count, split.Key, number, ids));
        }

        return parts;
    }
}
