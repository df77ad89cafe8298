using System.Globalization;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;

namespace Mm.Data.Run.Schedules;

/// <summary>Names the release of a window after its start: the same window has the same folder, whoever runs it and when.</summary>
public static class WindowFolder
{
    /// <summary><c>20260301T023000Z</c>, and <c>manual-20260301T023000.123Z</c> and the like for windows that were asked for.</summary>
    public static string NameOf(WindowRecord window)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(window.StartMs);
        return window.Kind is WindowKind.Scheduled
            ? start.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
            : $"{EnumCode.Of(window.Kind)}-{start.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture)}";
    }
}
