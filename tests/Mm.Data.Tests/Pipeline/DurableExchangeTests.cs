using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class DurableExchangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_folders_swap_their_places()
    {
        Directory.CreateDirectory(_folder["a/in-a"]);
        Directory.CreateDirectory(_folder["b/in-b"]);

        Durable.Exchange(_folder["a"], _folder["b"]);

        Assert.True(Directory.Exists(_folder["a/in-b"]));
        Assert.True(Directory.Exists(_folder["b/in-a"]));
    }

    [Fact]
    public void A_swap_with_nothing_changes_nothing()
    {
        Directory.CreateDirectory(_folder["a"]);

        Assert.Throws<EnvironmentException>(() => Durable.Exchange(_folder["a"], _folder["b"]));
        Assert.True(Directory.Exists(_folder["a"]));
    }
}
