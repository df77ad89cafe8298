using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Mm.Data.App.Bench;

/// <summary>
/// What viewers of a <see cref="MadeCatalog"/> and its release look at: each page and list of the API as a path of its n-th request, since
/// viewers look at different things.
/// </summary>
internal sealed class BenchedPages(string key, IReadOnlyList<string> ids, int runs, int shards, int quarantined, int numbers)
{
    /// <summary>Requests from here on ask for what those before did not.</summary>
    public const int Beyond = 100_000;

    private const int TilesAPage = 48;
    private const int RowsAPage = 50;
    private const int FarPage = 1000;
    private const string Api = "/api/v1";

    public string Samples => $"/releases/{key}/samples";

    public IEnumerable<(string Name, Func<int, string> Path)> All() => [.. OfRuns(), .. OfReleases(), .. Others(), .. OfTheApi()];

    private IEnumerable<(string Name, Func<int, string> Path)> OfRuns()
    {
        yield return ("runs, first page", _ => "/");
        yield return ("runs, searched", n => $"/?q=pipeline-{n % 12}");
        yield return ("runs, far page", n => $"/?after={FarRun(n)}-x");
        yield return ("a run", n => $"/runs/{Run(n)}");
        yield return ("a run, shards by state", n => $"/runs/{Run(n)}?shards=tried-again");
        yield return ($"a run of {shards} shards, far page", n => $"/runs/{Run(n)}?after=measure-{(shards / 2) - 5}");
    }

    private IEnumerable<(string Name, Func<int, string> Path)> OfReleases()
    {
        string Score(int n) => $"/releases/{key}/scores?feature=made.number-{n % numbers:00}";
        yield return ("releases", _ => "/releases");
        yield return ("a release", _ => $"/releases/{key}");
        yield return ("scores", Score);
        yield return (
            "what-if, another bound each time",
            n => string.Create(CultureInfo.InvariantCulture, $"{Score(n)}&min={n % 1000 / 1000.0}"));
        yield return ("samples, first page", _ => Samples);
        yield return ($"samples, page {FarPage}", n => $"{Samples}?after={Behind(FarPage + (n % 10))}");
        yield return ("samples, searched for words", n => $"{Samples}?q=number+{n % 1000}1234");
        yield return ("samples, searched for what all have", n => $"{Samples}?q=caption+of+the&after={Behind(n % 1000)}");
        yield return ("samples, by a number", n => $"{Samples}?feature=made.number-03&min=0.{n % 500:000}&max=0.9");
        yield return ("a sample with its proofs", n => $"{Samples}/{Id(n)}");
        yield return ("what is like a sample, behind its page", n => $"{Samples}/{Id(n)}?like=yes");
        yield return ("a picture", n => $"/releases/{key}/media/{Id(n / TilesAPage)}");
    }

    private IEnumerable<(string Name, Func<int, string> Path)> Others()
    {
        yield return ("quarantine, first page", _ => "/quarantine");
        yield return ($"quarantine, page {FarPage}", n => $"/quarantine?after={Quarantined(n)}/{QuarantinedOf(n)}");
        yield return ("schedules", _ => "/schedules");
        yield return ("a schedule", n => $"/schedules/{MadeCatalog.Schedule(n % MadeCatalog.Schedules)}");
        yield return ("models", _ => "/models");
        yield return ("workers", _ => "/workers");
        yield return ("keys", _ => "/keys");
        yield return ("who am I", _ => "/me");
    }

    private IEnumerable<(string Name, Func<int, string> Path)> OfTheApi()
    {
        yield return ("API, runs, first page", _ => $"{Api}/runs");
        yield return ("API, runs, far page", n => $"{Api}/runs?after={Place(FarRun(n), "x")}");
        yield return ("API, a run", n => $"{Api}/runs/{Run(n)}");
        yield return ("API, shards of a run", n => $"{Api}/runs/{Run(n)}/shards");
        yield return ("API, releases", _ => $"{Api}/releases");
        yield return ("API, a release", _ => $"{Api}/releases/{key}");
        yield return ("API, a sample", n => $"{Api}/releases/{key}/samples/{Id(n)}");
        yield return ("API, quarantine, first page", _ => $"{Api}/quarantine");
        yield return ($"API, quarantine, page {FarPage}", n => $"{Api}/quarantine?after={Place(QuarantinedOf(n), Quarantined(n))}");
        yield return ("API, schedules", _ => $"{Api}/schedules");
        yield return ("API, windows of a schedule", n => $"{Api}/schedules/{MadeCatalog.Schedule(n % MadeCatalog.Schedules)}/windows");
        yield return ("API, workers", _ => $"{Api}/workers");
        yield return ("API, models", _ => $"{Api}/models");
    }

    private string Id(int n) => ids[(int)((long)n * 7919 % ids.Count)];

    private string Behind(int page) => ids[Math.Max(0, Math.Min(ids.Count - TilesAPage - 1, (page - 1) * TilesAPage))];

    private string Run(int n) => MadeCatalog.Key(n % Math.Max(1, runs - 1));

    private static long FarRun(int n) => MadeCatalog.Begin + (60_000L * (RowsAPage + (n % 20)));

    private string Quarantined(int n) => MadeCatalog.Key(n % quarantined);

    private static string QuarantinedOf(int n) => $"pipeline-{9 + (n % 2)}";

    private static string Place(params object[] parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{parts[0]}\0{parts[1]}")));
}
