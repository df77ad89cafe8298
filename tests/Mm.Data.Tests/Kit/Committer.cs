using System.Diagnostics;
using System.Globalization;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Write;

namespace Mm.Data.Tests.Kit;

/// <summary>
/// Stages a small release and puts it in a place that others want too, as a run does: in this process, or in one of its own that may die
/// at a system call.
/// </summary>
internal sealed class Committer
{
    private const string Order = "MMDATA_TEST_COMMIT";
    private readonly string _folder;
    private readonly int _number;

    public Committer(string folder, int number) => (_folder, _number) = (folder, number);

    /// <summary>Unlike any other committer's, from its first characters on.</summary>
    public string RunKey => TinyRelease.Hash($"commit {_number}");

    private string Output => Path.Combine(_folder, "release");

    /// <summary>Starts a process that replaces what is there by release <paramref name="number"/>.</summary>
    /// <param name="folder">Where the release lies.</param>
    /// <param name="number">Decides its content.</param>
    /// <param name="death">A system call and which of its calls is the process's last, as strace writes it; null: it lives.</param>
    public static Process Start(string folder, int number, string? death)
    {
        string[] strace = death is { } at
            ? ["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={at.Split(':')[0]}", "-e", $"inject={at.Replace(":", ":signal=SIGKILL:when=")}"]
            : [];
        string[] command = [.. strace, "dotnet", Path.Combine(AppContext.BaseDirectory, "Mm.Data.Tests.dll")];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = command[^1];
        start.Environment[Order] = string.Create(CultureInfo.InvariantCulture, $"{number} {folder}");
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Does what <see cref="Start"/> asked of this process, and ends it. Returns where nothing was asked.</summary>
    public static void ObeyAndExit()
    {
        if (Environment.GetEnvironmentVariable(Order)?.Split(' ', 2) is not [var number, var folder])
            return;
        try
        {
            new Committer(folder, int.Parse(number, CultureInfo.InvariantCulture)).CommitAsync(replace: true).GetAwaiter().GetResult();
            Environment.Exit(0);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Environment.Exit(1);
        }
    }

    /// <summary>Stages and publishes, as a run does that starts, or starts again.</summary>
    /// <exception cref="ConfigurationException">Another release lies there, and is not to be replaced.</exception>
    public async Task CommitAsync(bool replace)
    {
        var output = new OutputFolder(Output);
        if (output.ExistingRelease()?.RunKey == RunKey && RunWorkspace.WasReplacing(Output, RunKey))
        {
            RunWorkspace.SweepPublished(Output, RunKey);
            return;
        }

        using var workspace = RunWorkspace.Open(Output, RunKey);
        using var tiny = Content();
        await tiny.StageAsync();
        foreach (var path in ReleasePaths.Files(tiny.Staging))
            File.Move(Path.Combine(tiny.Staging, path), Path.Combine(workspace.Staging, path), overwrite: true);
        var result = await Publisher.PublishAsync(
            tiny.Draft(RunKey, replace) with
            {
                StagingFolder = workspace.TakeStaging(1),
                OutputFolder = Output,
                Log = new LogStore(Path.Combine(_folder, "ledger"), "", TestKeys.Mine),
            },
            CancellationToken.None);
        if (result.Status is not PublishStatus.Published)
            throw new InvalidOperationException($"{result.Status} {string.Join("; ", result.Findings)}");
        workspace.Delete();
    }

    /// <summary>Every file of it differs from every other committer's.</summary>
    private TinyRelease Content()
    {
        var tiny = new TinyRelease();
        for (var i = 0; i < tiny.TrainRows.Count; i++)
            tiny.TrainRows[i] = Told(tiny, tiny.TrainRows[i]);
        for (var i = 0; i < tiny.EvalRows.Count; i++)
            tiny.EvalRows[i] = Told(tiny, tiny.EvalRows[i]);
        return tiny;
    }

    private SampleRow Told(TinyRelease tiny, SampleRow row)
    {
        var told = row with { Text = string.Create(CultureInfo.InvariantCulture, $"A picture of commit {_number}.") };
        var at = tiny.Events.FindIndex(one => one.SampleId == row.Id && one.Phase is Phase.Render);
        var digests = new Dictionary<string, string>(tiny.Events[at].Digests) { [AuditDigests.Row] = AuditDigests.Of(told) };
        tiny.Events[at] = tiny.Events[at] with { Digests = digests };
        return told;
    }
}
