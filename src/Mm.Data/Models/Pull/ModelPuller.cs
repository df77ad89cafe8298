using System.Text;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>
/// Fetches models by pinned digests: <c>mmdata models pull</c>. Files gather in a folder that no search for models sees, and go into
/// place all together when every one is right.
/// </summary>
public sealed class ModelPuller : IDisposable
{
    private const string Gathering = ".pull";
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly PullSettings _settings;
    private readonly TimeProvider _time;

    public ModelPuller(PullSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectMax })
        {
            Timeout = Timeout.InfiniteTimeSpan, // each read has its own limit
        };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("mmdata");
    }

    /// <param name="model">What to fetch.</param>
    /// <param name="outFolder">Where the model's folder goes; made if it is not there.</param>
    /// <param name="progress">Told of every piece that comes.</param>
    /// <param name="cancel">Stops at once; the same pull goes on from there.</param>
    /// <exception cref="ConfigurationException">A folder of that name lies there that no pull made.</exception>
    /// <exception cref="EnvironmentException">Server or disk fails, or another pull of the model runs. What has come is kept.</exception>
    public async Task<PulledModel> PullAsync(
        CatalogueModel model, string outFolder, IProgress<PullProgress>? progress, CancellationToken cancel)
    {
        var final = Path.Combine(outFolder, model.Name);
        var card = Encoding.UTF8.GetBytes(PulledCard.Text(model));
        RefuseForeign(final);
        if (IsThere(final, model, card))
            return new PulledModel(model.Name, final, Changed: false, []);
        var gathering = Path.Combine(outFolder, Gathering, model.Name);
        using var only = Lock(gathering);

        // 1. Every file, whole and right, under its name.
        var download = new FileDownload(_client, _settings, _time);
        var problems = new List<string>();
        foreach (var file in model.Files)
        {
            var address = new Uri(_settings.Base, model.From + file.From);
            if (await download.FetchAsync(file, address, Path.Combine(gathering, file.Path), progress, cancel) is { } problem)
                problems.Add(problem);
        }

        if (problems.Count > 0)
            return new PulledModel(model.Name, final, Changed: false, problems);

        // 2. The card, which makes the folder a model.
        await Durable.WriteAsync(Path.Combine(gathering, ModelStore.CardName), card, cancel);

        // 3. In place, in one step: the old model or the new one, never half of each.
        Place(gathering, final);
        return new PulledModel(model.Name, final, Changed: true, []);
    }

    public void Dispose() => _client.Dispose();

    private static void RefuseForeign(string final)
    {
        var card = Path.Combine(final, ModelStore.CardName);
        if (Directory.Exists(final) && !(File.Exists(card) && File.ReadLines(card).FirstOrDefault() == PulledCard.Mark))
        {
            throw new ConfigurationException(
                $"{final} lies there already and was not pulled. Move it away, or pull into another folder with --output.");
        }
    }

    private static bool IsThere(string final, CatalogueModel model, byte[] card)
    {
        var path = Path.Combine(final, ModelStore.CardName);
        return File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(card) && model.Files.All(file =>
            Path.Combine(final, file.Path) is var at && File.Exists(at) && StoredModel.Sha256(at) == file.Sha256);
    }

    /// <summary>Held for the pull, let go with the process: two pulls of one model would write into one file.</summary>
    private static FileStream Lock(string gathering)
    {
        try
        {
            Directory.CreateDirectory(gathering);
            return new FileStream(gathering + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"{gathering} cannot be written, or another pull of this model runs: {e.Message}", e);
        }
    }

    private static void Place(string gathering, string final)
    {
        if (!Directory.Exists(final))
        {
            Durable.Rename(gathering, final);
            return;
        }

        Durable.Exchange(gathering, final);
        Directory.Delete(gathering, recursive: true);
    }
}
