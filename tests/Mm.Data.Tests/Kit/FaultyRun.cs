using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A run of the real program without models whose system calls may be made to fail; in a folder of its own.</summary>
internal sealed class FaultyRun
{
    // Its results would be found again by the second run, and what is tried here is the run.
    private static readonly Dictionary<string, string> _settings = new() { ["MMDATA_Models__Cache__SizeMib"] = "0" };
    private readonly string _input;

    /// <param name="folder">Holds <c>input</c>, which all share.</param>
    /// <param name="name">Of the own folder: unlike all others.</param>
    public FaultyRun(string folder, string name)
    {
        _input = Path.Combine(folder, "input");
        Root = Directory.CreateDirectory(Path.Combine(folder, $"run-{name}")).FullName;
        Log = Root + ".log";
    }

    /// <summary>State, ledger and release lie below.</summary>
    public string Root { get; }

    /// <summary>For strace.</summary>
    public string Log { get; }

    private string Release => Path.Combine(Root, "release");

    /// <summary>The place here that a path has in another such run.</summary>
    public string Own(string path)
    {
        var folder = Path.GetDirectoryName(Root)!;
        return Path.Combine(Root, Path.Join(path.AsSpan()[folder.Length..].TrimStart('/').ToString().Split('/')[1..]));
    }

    /// <param name="tool">What the program is started under; empty: nothing.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Exit code -1: it took longer than ten minutes, on a machine that may be busy.</returns>
    public async Task<Mmdata> RunAsync(IReadOnlyList<string> tool, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        try
        {
            return await Mmdata.RunUnderAsync(
                tool, Path.Combine(Root, "state"), _settings, limit.Token,
                "run", Path.Combine(AppContext.BaseDirectory, "Cases", "faults.yaml"), "--input", _input, "--output", Release,
                "--workers", "1");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Mmdata(-1, "", "hangs");
        }
    }

    /// <summary>Every file of release and ledger with its digest.</summary>
    public async Task<IReadOnlyList<string>> ReleasedAsync(CancellationToken cancel) =>
        [.. await Trees.ListAsync(Release, cancel), .. await Trees.ListAsync(Path.Combine(Root, ".mmdata-ledger"), cancel)];

    public void Delete()
    {
        Directory.Delete(Root, recursive: true);
        File.Delete(Log);
    }
}
