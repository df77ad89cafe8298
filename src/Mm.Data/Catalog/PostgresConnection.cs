using System.Net.Sockets;
using Mm.Data.Pipeline;
using Npgsql;

namespace Mm.Data.Catalog;

/// <summary>How PostgreSQL is reached. <see cref="Text"/> holds the password: it goes to the driver and nowhere else.</summary>
public sealed class PostgresConnection
{
    private static readonly string[] _places = [" Npgsql.", " Hangfire.PostgreSql."];

    private PostgresConnection(NpgsqlConnectionStringBuilder builder)
    {
        Text = builder.ConnectionString;
        Place = $"{builder.Host}, database {builder.Database ?? builder.Username}";
    }

    public string Text { get; }

    /// <summary>Server and database, for messages.</summary>
    public string Place { get; }

    /// <exception cref="ConfigurationException">The setting is no connection string, or its file cannot be read.</exception>
    public static PostgresConnection Of(StateOptions state)
    {
        var text = state.Connection.Length > 0 ? state.Connection : Read(state.ConnectionFile);
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text) { PersistSecurityInfo = false, IncludeErrorDetail = false };
            if (string.IsNullOrEmpty(builder.Host))
                throw new ArgumentException("no host");
            builder.ApplicationName ??= "mmdata";
            Bound(builder);
            return new PostgresConnection(builder);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            // Its message could quote the password.
            throw new ConfigurationException(
                "State:Connection is no connection string of PostgreSQL. Write Host=...;Database=...;Username=...;Password=...");
        }
    }

    /// <summary>What the database or the way to it had to say, in a sentence; null where the fault is another.</summary>
    public static string? Fault(Exception exception)
    {
        if (!IsOfDriver(exception))
            return null;
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case PostgresException refused: return $"{refused.MessageText.TrimEnd('.')} ({refused.SqlState}).";
                case SocketException or TimeoutException: return $"{e.Message.TrimEnd('.')}.";
                case NpgsqlException { InnerException: null }: return $"{e.Message.TrimEnd('.')}.";
            }
        }

        return exception is NpgsqlException ? "the connection failed." : null;
    }

    // Sockets fail and clocks run out elsewhere too: only what came through the driver or Hangfire's storage on it is the database's. Both
    // let faults pass as they are (a name that is not found, a lock that is not had), so the place of the throw counts as well.
    private static bool IsOfDriver(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is NpgsqlException || _places.Any(place => e.StackTrace?.Contains(place, StringComparison.Ordinal) is true))
                return true;
        }

        return false;
    }

    // A server behind a dead network answers nothing: the driver would wait for minutes, and a lease is half of one.
    private static void Bound(NpgsqlConnectionStringBuilder builder)
    {
        var given = builder.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (!given.Contains("Timeout"))
            builder.Timeout = 5;
        if (!given.Contains("Command Timeout"))
            builder.CommandTimeout = 10;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"State:ConnectionFile: {path} cannot be read: {e.Message}");
        }
    }
}
