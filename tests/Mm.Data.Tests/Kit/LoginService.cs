using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.App.Commands;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Run;
using Mm.Data.Web;
using Mm.Data.Web.Access;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>The service with a login, in this process, with a provider of its own.</summary>
internal sealed class LoginService : IAsyncDisposable
{
    public const string PublicUrl = "https://mmdata.example";
    public const int RequestsPerMinute = 200;
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;

    private LoginService(TemporaryFolder folder, WebApplication app, LoginProvider provider, RunCatalog catalog, ServerKey server, int port)
    {
        (_folder, _app, Provider, Catalog, Server) = (folder, app, provider, catalog, server);
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public LoginProvider Provider { get; }

    public RunCatalog Catalog { get; }

    public ServerKey Server { get; }

    public Uri Address { get; }

    public string this[string name] => _folder[name];

    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. _app.Services.GetServices<EndpointDataSource>().Concat([.. ((IEndpointRouteBuilder)_app).DataSources])
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Distinct()];

    public static async Task<LoginService> StartAsync()
    {
        var folder = new TemporaryFolder();
        var provider = await LoginProvider.StartAsync(Cancel);
        var port = Ports.Free();
        var settings = new AppSettings
        {
            State = new StateOptions { Folder = folder["state"] },
            Run = new RunOptions { Workers = 1 },
            Web = new WebOptions
            {
                Url = $"http://127.0.0.1:{port}",
                PublicUrl = PublicUrl,
                Access = AccessMode.Login,
                RequestsPerMinute = RequestsPerMinute,
                Login = new LoginOptions
                {
                    Authority = provider.Authority,
                    ClientId = LoginProvider.Client,
                    ClientSecret = LoginProvider.Secret,
                    Viewers = ["group-viewer"],
                    Operators = ["group-operator"],
                    Auditors = ["group-auditor"],
                    Admins = ["group-admin"],
                },
            },
        };
        var catalog = await RunCatalog.OpenAsync(settings.State, TimeProvider.System, Cancel);
        var server = await ServerKey.OpenAsync(settings.State, Cancel);
        var app = ServeCommand.Build(settings, catalog, server);
        await app.StartAsync(Cancel);
        return new LoginService(folder, app, provider, catalog, server, port);
    }

    public Visitor Visitor() => new(Address, new Uri(PublicUrl));

    /// <summary>Somebody who has logged in with a role.</summary>
    public async Task<Visitor> LoggedInAsync(string role)
    {
        Provider.Values = ["group-" + role];
        var visitor = Visitor();
        using var answer = await visitor.FollowAsync("/");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return visitor;
    }

    /// <summary>Somebody with a key of these scopes.</summary>
    public async Task<Visitor> WithKeyAsync(params Capability[] scopes)
    {
        var key = ApiKey.Create("test", scopes, TimeProvider.System.GetUtcNow(), 1, Server);
        await Catalog.AccessKeys.AddAsync(key.Record, Cancel);
        return new Visitor(Address, new Uri(PublicUrl)) { Key = key.Text };
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Provider.DisposeAsync();
        _folder.Dispose();
    }
}
