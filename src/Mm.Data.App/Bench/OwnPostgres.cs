using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>A PostgreSQL that lives as long as a benchmark: Debian's server, its data and its only socket in a scratch folder.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private const string Database = "postgres";
    private const string User = "mmdata";

    private readonly string _folder;

    private OwnPostgres(string folder) => _folder = folder;

    /// <summary>State settings that lead to it.</summary>
    public StateOptions State => new()
    {
        Folder = Path.Combine(_folder, "state"),
        Database = StateDatabase.Postgresql,
        Connection = $"Host={Sockets};Username={User};Database={Database}",
    };

    private static string? Programs => Directory.Exists(Installed)
        ? Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
        : null;

    private string Sockets => Path.Combine(_folder, "sockets");

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Starts one.</summary>
    /// <exception cref="ConfigurationException">Debian's server is not installed.</exception>
    public static async Task<OwnPostgres> StartAsync(string scratch, CancellationToken cancel)
    {
        if (Programs is null)
        {
            throw new ConfigurationException(
                "bench workers needs a PostgreSQL: install Debian's package postgresql, or set State:Database=postgresql and "
                + "State:Connection to one that nobody else uses. Its runs stay in that catalog.");
        }

        var server = new OwnPostgres(Path.Combine(scratch, "postgres"));
        Directory.CreateDirectory(server.Sockets);
        if (Environment.IsPrivilegedProcess)
        {
            // It refuses to run as root, and has to come through to its folder.
            await ChildRun.RunAsync(["chmod", "711", scratch], cancel);
            await ChildRun.RunAsync(["chown", "-R", "postgres", server._folder], cancel);
        }

        await RunAsync("initdb", cancel, "-D", server.Data, "-U", User, "--auth", "trust", "--locale", "C", "--encoding", "UTF8");
        await RunAsync(
            "pg_ctl", cancel, "-D", server.Data, "-w", "-l", Path.Combine(server._folder, "log"), "-o",
            $"-c listen_addresses= -c unix_socket_directories={server.Sockets}", "start");
        return server;
    }

    public async ValueTask DisposeAsync() =>
        await RunAsync("pg_ctl", CancellationToken.None, "-D", Data, "-m", "fast", "-w", "stop");

    // Its output goes nowhere: the server inherits a pipe and would keep it open.
    private static async Task RunAsync(string program, CancellationToken cancel, params string[] arguments)
    {
        string[] quiet = ["/bin/sh", "-c", "cd / && exec \"$@\" >/dev/null 2>&1", "sh"];
        string[] own = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];
        await ChildRun.RunAsync([.. quiet, .. own, Path.Combine(Programs!, program), .. arguments], cancel);
    }
}
