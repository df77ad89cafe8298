using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Mm.Data.Tests.Kit.Chromium))]

namespace Mm.Data.Tests.Kit;

/// <summary>Debian's own Chromium without a window, started by the first test that asks. Skips the test where it is not installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private readonly SemaphoreSlim _once = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<IBrowser> GetAsync()
    {
        Assert.SkipUnless(File.Exists(Program), "Chromium is not installed: ops/setup --tests brings it");
        await _once.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(
                new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _once.Dispose();
    }
}
