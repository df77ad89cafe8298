using System.CommandLine;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Remote;

/// <summary>The samples in quarantine, of this machine's catalog or of another's service.</summary>
internal sealed class QuarantineDesk : IDisposable
{
    private readonly RunCatalog? _catalog;
    private readonly RemoteService? _remote;

    private QuarantineDesk(RunCatalog? catalog, RemoteService? remote) => (_catalog, _remote) = (catalog, remote);

    public static async Task<QuarantineDesk> OpenAsync(ParseResult parse, AppSettings settings, CancellationToken cancel) =>
        RemoteService.Of(parse) is { } remote
            ? new QuarantineDesk(null, remote)
            : new QuarantineDesk(await RunCatalog.OpenAsync(settings.State, TimeProvider.System, cancel), null);

    public async Task<IReadOnlyList<QuarantineItem>> ListAsync(QuarantineChoice choice, CancellationToken cancel)
    {
        if (_catalog is not null)
            return [.. (await _catalog.Quarantine.ListAsync(choice, cancel)).Select(QuarantineItem.Of)];
        var query = string.Join('&', choice.Reasons.Select(reason => "reason=" + Uri.EscapeDataString(reason))
            .Concat(choice.Pipeline is { } pipeline ? ["pipeline=" + Uri.EscapeDataString(pipeline)] : []));
        var found = await _remote!.ListAsync<QuarantineItem>("quarantine?" + query, int.MaxValue, cancel) ?? [];
        return choice.Samples.Count == 0
            ? found
            : [.. found.Where(item => choice.Samples.Any(id => item.Id.StartsWith(id, StringComparison.Ordinal)))];
    }

    public async Task<RetryAnswer> RetryAsync(QuarantineChoice choice, CancellationToken cancel)
    {
        if (_catalog is null)
        {
            var isAll = choice is { Pipeline: null, Samples.Count: 0, Reasons.Count: 0 };
            return (await _remote!.PostAsync<RetryOrder, RetryAnswer>(
                "quarantine/retry", new RetryOrder(choice.Pipeline, choice.Samples, choice.Reasons, isAll), cancel))!;
        }

        var chosen = await _catalog.Quarantine.ListAsync(choice, cancel);
        return new RetryAnswer(await _catalog.Quarantine.PutBackAsync(chosen, cancel), chosen.Count);
    }

    public void Dispose() => _remote?.Dispose();
}
