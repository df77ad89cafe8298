using System.Net.Sockets;
using Mm.Data.App.Hosting;
using Npgsql;
using Spectre.Console;
using Xunit;

namespace Mm.Data.Tests.App.Hosting;

/// <summary>Whose fault a fault is said to be.</summary>
public sealed class ExitCodeTests
{
    [Fact]
    public async Task What_the_driver_of_the_database_throws_is_the_databases()
    {
        var said = await SaidAsync(new NpgsqlException("lost", new SocketException((int)SocketError.ConnectionReset)));

        Assert.StartsWith("error: The database is away: ", said, StringComparison.Ordinal);
        Assert.Contains("run the same command again", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_found_is_the_databases()
    {
        await using var connection = new NpgsqlConnection("Host=nowhere.invalid;Username=u;Timeout=1");
        var fault = await Record.ExceptionAsync(() => connection.OpenAsync(TestContext.Current.CancellationToken));

        Assert.StartsWith("error: The database is away: ", await SaidAsync(fault!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(SocketException))]
    public async Task What_was_late_elsewhere_is_not_the_databases_and_no_bug(Type type)
    {
        var said = await SaidAsync((Exception)Activator.CreateInstance(type)!);

        Assert.DoesNotContain("database", said, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", said, StringComparison.Ordinal);
        Assert.Contains("run the same command again", said, StringComparison.Ordinal);
    }

    private static async Task<string> SaidAsync(Exception fault)
    {
        await using var said = new StringWriter();
        var errors = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(said) });
        errors.Profile.Width = 1000;
        Assert.Equal(ExitCode.Environment, await ExitCode.OfAsync(() => Task.FromException<int>(fault), errors));
        return said.ToString();
    }
}
