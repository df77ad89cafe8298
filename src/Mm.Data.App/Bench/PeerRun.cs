using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>The Node pipeline of ops/bench/peer.mjs over the same pictures with the same image tower.</summary>
internal sealed class PeerRun
{
    private readonly string[] _command;
    private readonly string _output;
    private readonly int _count;

    /// <exception cref="EnvironmentException">The script or its packages are missing.</exception>
    public PeerRun(string modules, string tower, string input, string scratch, int count)
    {
        var folder = Path.GetFullPath(modules);
        var script = Path.Combine(folder, "peer.mjs");
        if (!File.Exists(script) || !Directory.Exists(Path.Combine(folder, "node_modules", "sharp")))
            throw new EnvironmentException($"--peer {folder}: peer.mjs or its node_modules are missing. Run ops/bench/setup.");
        _output = Path.Combine(scratch, "peer");
        _count = count;
        _command = ["node", script, "--model", tower, "--input", input, "--output", _output];
    }

    public async Task<Reading> RoundAsync(CancellationToken cancel)
    {
        var child = await ChildRun.RunAsync(_command, _count, cancel);
        Directory.Delete(_output, recursive: true);
        return child.Whole;
    }
}
