using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class PoisonReasonsTests
{
    [Theory]
    [InlineData(DecodeReasons.Crashed)]
    [InlineData(DecodeReasons.Timeout)]
    [InlineData(DecodeReasons.OutOfMemory)]
    [InlineData(DecodeReasons.Protocol)]
    public void What_ends_or_holds_up_a_child_is_quarantined_and_never_taken_for_lasting(string reason)
    {
        Assert.Equal(Outcome.Quarantined, PoisonReasons.OutcomeOf(reason));
        Assert.False(DecodeReasons.IsLasting(reason));
    }

    [Theory]
    [InlineData(DecodeReasons.Truncated)]
    [InlineData(DecodeReasons.TooLarge)]
    [InlineData(DecodeReasons.Unsupported)]
    [InlineData("source.too-large")]
    public void What_the_asset_itself_is_to_blame_for_has_failed(string reason) =>
        Assert.Equal(Outcome.Failed, PoisonReasons.OutcomeOf(reason));
}
