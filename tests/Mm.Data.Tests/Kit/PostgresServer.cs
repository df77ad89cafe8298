using System.Diagnostics;
using Mm.Data.Catalog;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Kit.PostgresServer))]

namespace Mm.Data.Tests.Kit;

/// <summary>
/// A real PostgreSQL on a free port, its data in a temporary folder, started by the first test that asks. Skips the test where the
/// Debian package is absent. Each test takes a database of its own.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>Of the server; no output of ours may show it.</summary>
    internal const string Password = "not-a-secret-7c1f";
    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Ports.Free();
    private bool _running;
    private int _databases;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>State settings on a new, empty database.</summary>
    internal async Task<StateOptions> NewAsync(string stateFolder)
    {
        Assert.SkipWhen(Programs is null, "PostgreSQL is not installed: ops/setup --tests brings it");
        await _once.WaitAsync(Cancel);
        try
        {
            if (!_running)
                await InstallAsync();
            _running = true;
        }
        finally
        {
            _once.Release();
        }

        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(Connection("postgres"));
        await using var create = source.CreateCommand($"CREATE DATABASE {name}");
        await create.ExecuteNonQueryAsync(Cancel);
        return new StateOptions { Folder = stateFolder, Database = StateDatabase.Postgresql, Connection = Connection(name) };
    }

    /// <summary>The settings as a user sets them for the program.</summary>
    internal static Dictionary<string, string> Environment(StateOptions state) => new()
    {
        ["MMDATA_State__Database"] = "postgresql",
        ["MMDATA_State__Connection"] = state.Connection,
        ["MMDATA_State__PatienceSeconds"] = $"{state.PatienceSeconds}",
    };

    /// <summary>Stops the server as a crash does, and starts it again. No other test's business: use a server of your own.</summary>
    internal async Task CrashAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_running)
            await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        _once.Dispose();
        _folder.Dispose();
    }

    private string Data => _folder["data"];

    private string Connection(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=mmdata;Password={Password};Database={database};Include Error Detail=false";

    private async Task InstallAsync()
    {
        await File.WriteAllTextAsync(_folder["password"], Password, Cancel);
        if (System.Environment.IsPrivilegedProcess)
            await ExecuteAsync("chown", "-R", "postgres", _folder.Path); // it refuses to run as root
        await RunAsync(
            "initdb", "-D", Data, "-U", "mmdata", "--pwfile", _folder["password"], "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C", "--no-sync");
        await StartAsync();
    }

    private Task StartAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-w", "-l", _folder["log"], "-o",
        $"-c listen_addresses=127.0.0.1 -p {_port} -c unix_socket_directories={_folder.Path} -c fsync=off -c max_connections=200", "start");

    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        return System.Environment.IsPrivilegedProcess
            ? ExecuteAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : ExecuteAsync(path, arguments);
    }

    // To a file, not a pipe: the server inherits it and would keep the pipe open.
    private static async Task ExecuteAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, $"{program} {arguments.LastOrDefault()} ended with {process.ExitCode}");
    }
}
