using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mm.Data.App.Hosting;
using Mm.Data.App.Hosting.Telemetry;
using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.App.Hosting.Telemetry;

/// <summary>Faults, one at a time, and which probe tells of them: exactly the right one.</summary>
public sealed class ProbesTests(PostgresServer postgres) : IDisposable
{
    private static readonly string[] _kinds = [Probes.Live, Probes.Ready, Probes.Startup];
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_is_well_says_so()
    {
        await using var host = await WatchedHost.StartAsync(_folder);
        Assert.Equal("", await WrongAsync(host));
    }

    [Fact]
    public async Task A_state_folder_that_is_gone_makes_it_not_ready()
    {
        await using var host = await WatchedHost.StartAsync(_folder);
        Directory.Move(_folder["state"], _folder["elsewhere"]);
        try
        {
            Assert.Equal("ready:catalog ready:disk ready:state-folder", await WrongAsync(host));
        }
        finally
        {
            Directory.Move(_folder["elsewhere"], _folder["state"]);
        }

        Assert.Equal("", await WrongAsync(host));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_state_folder_makes_it_not_ready()
    {
        await using var host = await WatchedHost.StartAsync(_folder);
        Directory.Move(_folder["state"], _folder["elsewhere"]);
        await File.WriteAllTextAsync(_folder["state"], "", Cancel);
        Assert.Equal("ready:catalog ready:state-folder", await WrongAsync(host));
        File.Delete(_folder["state"]);
        Directory.Move(_folder["elsewhere"], _folder["state"]);
    }

    [Fact]
    public async Task A_catalog_that_is_gone_makes_it_not_ready()
    {
        await using var host = await WatchedHost.StartAsync(_folder);
        File.Delete(_folder["state/catalog.db"]);
        Assert.Equal("ready:catalog", await WrongAsync(host));
    }

    [Fact]
    public async Task A_full_disk_makes_it_not_ready()
    {
        await using var host = await WatchedHost.StartAsync(
            _folder, settings => settings with { Telemetry = settings.Telemetry with { DiskFreeMibMin = 1_000_000 } });
        Assert.Equal("ready:disk", await WrongAsync(host));
    }

    [Fact]
    public async Task A_decoder_that_is_gone_makes_it_not_ready()
    {
        var decoder = _folder["decoder.sh"];
        await File.WriteAllTextAsync(decoder, "#!/bin/sh\n", Cancel);
        await using var host = await WatchedHost.StartAsync(
            _folder, settings => settings with { Decode = settings.Decode with { DecoderPath = decoder } });
        Assert.Equal("", await WrongAsync(host));
        File.Delete(decoder);
        Assert.Equal("ready:decoder", await WrongAsync(host));
    }

    [Fact]
    public async Task Without_models_it_is_not_ready()
    {
        await using var host = await WatchedHost.StartAsync(
            _folder, settings => settings with { Models = settings.Models with { Folders = [_folder["none"]] } });
        Assert.Equal("ready:models", await WrongAsync(host));
    }

    [Fact]
    public async Task A_signing_key_that_is_gone_makes_it_not_ready()
    {
        var key = _folder["audit.key"];
        await File.WriteAllTextAsync(key, "not looked at here", Cancel);
        await using var host = await WatchedHost.StartAsync(_folder, settings => settings with { Audit = settings.Audit with { KeyFile = key } });
        Assert.Equal("", await WrongAsync(host));
        File.Delete(key);
        Assert.Equal("ready:signing-key", await WrongAsync(host));
    }

    [Fact]
    public async Task A_process_that_drains_is_not_ready_and_lives()
    {
        await using var host = await WatchedHost.StartAsync(_folder);
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal("ready:draining", await WrongAsync(host));
    }

    [Fact]
    public async Task A_database_that_is_away_makes_it_not_ready_and_no_reason_to_start_anew()
    {
        var state = await postgres.NewAsync(_folder["state"]);
        var proxy = new FaultProxy(new Npgsql.NpgsqlConnectionStringBuilder(state.Connection).Port);
        await using var closing = proxy;
        var through = state with
        {
            Connection = new Npgsql.NpgsqlConnectionStringBuilder(state.Connection) { Port = proxy.Port }.ConnectionString,
            Key = Convert.ToBase64String(new byte[32]),
        };
        await using var host = await WatchedHost.StartAsync(_folder, settings => settings with { State = through });
        Assert.Equal("", await WrongAsync(host));

        proxy.Set(NetworkFault.BlackHole);
        Assert.Equal("ready:catalog ready:jobs", await WrongAsync(host));

        proxy.Set(NetworkFault.None);
        for (var tries = 0; tries < 20 && await WrongAsync(host) != ""; tries++)
            await Task.Delay(250, Cancel);
        Assert.Equal("", await WrongAsync(host));

        await proxy.DisposeAsync(); // from now on connections are refused
        Assert.Equal("ready:catalog ready:jobs", await WrongAsync(host));
    }

    [Fact]
    public async Task A_pool_that_runs_nothing_any_more_is_found_by_the_live_probe_alone()
    {
        var clock = new ManualClock();
        using var pulse = new Pulse(clock);
        Assert.True(pulse.IsBeating);
        clock.Advance(TimeSpan.FromSeconds(31)); // and nothing beats: it was not started
        Assert.False(pulse.IsBeating);

        await using var host = await WatchedHost.StartAsync(_folder);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var probes = ActivatorUtilities.CreateInstance<Probes>(host.Services, pulse, lifetime);
        Assert.Equal("live:pulse", await WrongAsync(probes));
    }

    [Fact]
    public async Task A_process_that_has_not_started_is_found_by_the_startup_probe_alone()
    {
        await using var host = await WatchedHost.StartAsync(_folder);
        var probes = ActivatorUtilities.CreateInstance<Probes>(host.Services, host.Services.GetRequiredService<Pulse>(), new Starting());
        Assert.Equal("startup:started", await WrongAsync(probes));
    }

    [Fact]
    public void There_are_twelve_faults()
    {
        var facts = typeof(ProbesTests).GetMethods().Count(method => method.IsDefined(typeof(FactAttribute), inherit: false));
        const int Others = 2; // this one, and a process that is well
        const int MoreOfTheDatabase = 1; // it is silent first, and then refuses
        Assert.Equal(12, facts - Others + MoreOfTheDatabase);
    }

    private static async Task<string> WrongAsync(WatchedHost host)
    {
        var wrong = new List<string>();
        foreach (var kind in _kinds)
            wrong.AddRange((await host.WrongAsync(kind)).Keys.Select(name => $"{kind}:{name}"));
        return string.Join(' ', wrong.Order(StringComparer.Ordinal));
    }

    private static async Task<string> WrongAsync(Probes probes)
    {
        var wrong = new List<string>();
        foreach (var probe in probes.All)
        {
            if (await probe.AskAsync(Cancel) is not null)
                wrong.Add($"{probe.Kind}:{probe.Name}");
        }

        return string.Join(' ', wrong);
    }

    private sealed class Starting : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new InvalidOperationException("nothing runs");
    }
}
