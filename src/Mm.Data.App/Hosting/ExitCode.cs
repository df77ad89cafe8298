using System.Net.Sockets;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Spectre.Console;

namespace Mm.Data.App.Hosting;

/// <summary>The documented exit codes, and the one place where a fault becomes a message and a code.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The run ended with findings or failed gates.</summary>
    public const int Findings = 1;

    /// <summary>Bad arguments or configuration.</summary>
    public const int Configuration = 2;

    /// <summary>The environment lacks something; the same command goes on when it is there.</summary>
    public const int Environment = 3;

    /// <summary>Interrupted by the operator (128 + SIGINT, as shells count it); the same command goes on.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command and turns what it throws into a message on standard error and an exit code.</summary>
    public static async Task<int> OfAsync(Func<Task<int>> command, IAnsiConsole errors)
    {
        try
        {
            return await command();
        }
        catch (ConfigurationException e)
        {
            return Say(errors, e.Message, Configuration);
        }
        catch (EnvironmentException e)
        {
            return Say(errors, e.Message, Environment);
        }
        catch (OperationCanceledException)
        {
            return Say(errors, "Interrupted. Finished shards are kept: the same command goes on from here.", Interrupted);
        }
        catch (Exception e) when (PostgresConnection.Fault(e) is { } fault)
        {
            return Say(
                errors, $"The database is away: {fault} Finished shards are kept: run the same command again when it is back.",
                Environment);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Say(errors, $"{e.Message} Check the path and its rights, then run the same command again.", Environment);
        }
        catch (Exception e) when (CatalogDatabase.Explain(e, "of the state folder or server") is { } told)
        {
            return Say(errors, told.Message, Environment);
        }
        catch (Exception e) when (e is TimeoutException or SocketException)
        {
            return Say(
                errors, $"What was waited for did not answer in time ({e.GetType().Name} {Place(e)}). Check the load of this machine and "
                + "its network, then run the same command again: finished shards are kept.", Environment);
        }
        catch (Exception e)
        {
            return Say(errors, $"mmdata failed with {e.GetType().Name} {Place(e)}. This is a bug: please report these lines.", Environment);
        }
    }

    // A fault in mmdata itself: the type and place, not the message, which could quote data.
    private static string? Place(Exception e) =>
        e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Mm.Data", StringComparison.Ordinal))?.Trim();

    private static int Say(IAnsiConsole errors, string message, int code)
    {
        errors.MarkupLineInterpolated($"[red]error:[/] {message}");
        return code;
    }
}
