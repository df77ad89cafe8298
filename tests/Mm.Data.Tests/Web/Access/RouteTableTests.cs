using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Access;
using Xunit;

namespace Mm.Data.Tests.Web.Access;

/// <summary>The table of routes and roles in docs/access.md against the routes that there are, and against what each role really gets.</summary>
public sealed class RouteTableTests : IAsyncLifetime
{
    private static readonly string[] Columns = ["nobody", Roles.Viewer, Roles.Operator, Roles.Auditor, Roles.Admin];
    private LoginService _service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await LoginService.StartAsync();

    public async ValueTask DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Every_route_has_a_row_and_every_row_a_route()
    {
        var there = _service.Routes.Select(Named).Distinct().Order(StringComparer.Ordinal);
        var told = (await RowsAsync()).Select(row => $"{row.Methods} {row.Route}").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', there), string.Join('\n', told)); // as one text, so that a difference shows its route
    }

    [Fact]
    public async Task Each_role_gets_what_its_column_says()
    {
        var rows = await RowsAsync();
        var wrong = new List<string>();
        foreach (var column in Columns)
        {
            using var visitor = column == "nobody" ? _service.Visitor() : await _service.LoggedInAsync(column);
            foreach (var row in rows)
                await CheckAsync(visitor, row, column, row.May[Array.IndexOf(Columns, column)], wrong);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_key_gets_what_its_scope_is_named_in()
    {
        var rows = await RowsAsync();
        var wrong = new List<string>();
        foreach (var scope in Enum.GetValues<Capability>())
        {
            using var visitor = await _service.WithKeyAsync(scope);
            foreach (var row in rows.Where(row => row.Scope.Length > 0))
                await CheckAsync(visitor, row, "key with " + EnumCode.Of(scope), row.Scope is "any" || row.Scope == EnumCode.Of(scope), wrong);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_roles_table_tells_what_roles_may()
    {
        var told = (await TableAsync("| role |")).ToDictionary(
            cells => cells[0].Trim('`'), cells => cells[1].Split(',', StringSplitOptions.TrimEntries).Select(cell => cell.Trim('`')));
        Assert.Equal(
            Roles.All.Select(role => $"{role.Key}: {string.Join(' ', role.Value.Select(EnumCode.Of))}"),
            told.Select(role => $"{role.Key}: {string.Join(' ', role.Value)}"));
    }

    /// <summary>Whoever may gets any answer but a refusal: the page, or that there is no such thing, or that the body says nothing.</summary>
    private static async Task CheckAsync(Visitor visitor, Row row, string who, bool may, List<string> wrong)
    {
        var path = Regex.Replace(row.Route, @"\{\*?\*?[^}]+\}", "0123456789abcdef0123456789abcdef");
        foreach (var method in row.Methods.Split(' '))
        {
            using var content = method == "GET" ? null
                : row.Route.StartsWith("/api/", StringComparison.Ordinal) ? new StringContent("", Encoding.UTF8, "application/json")
                : (HttpContent)new FormUrlEncodedContent([]);
            using var answer = await visitor.SendAsync(new HttpMethod(method), path, content);
            var isRefused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                || (answer.StatusCode is HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/login?", StringComparison.Ordinal));
            if (isRefused == may)
                wrong.Add($"{method} {path} for {who}: {(int)answer.StatusCode}, the table says {(may ? "yes" : "no")}");
        }
    }

    private static string Named(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        return string.Join(' ', methods.Where(method => method is not "HEAD")) + " /" + route.RoutePattern.RawText!.TrimStart('/');
    }

    private static async Task<IReadOnlyList<Row>> RowsAsync() =>
    [
        .. (await TableAsync("| methods |")).Select(cells => new Row(
            cells[0], cells[1].Trim('`'), [.. cells[2..7].Select(cell => cell switch
            {
                "yes" => true,
                "no" => false,
                _ => throw new FormatException($"{cells[1]}: yes or no, not {cell}"),
            })],
            cells[7].Trim('`'))),
    ];

    private static async Task<IEnumerable<string[]>> TableAsync(string head)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Checkout.Root, "docs", "access.md"), Cancel);
        return lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
    }

    private sealed record Row(string Methods, string Route, bool[] May, string Scope);
}
