using Mm.Data.App.Bench;
using Mm.Data.Measure;
using Mm.Data.Measure.Text;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>The bench times these texts at 1 MiB (<c>mmdata bench text --hostile 1024</c>); here they end, and allocate with their length.</summary>
public sealed class HostileTextTests
{
    private const int Characters = 8 * 1024;
    private const int Factor = 4;

    [Fact]
    public void Work_on_hostile_texts_grows_with_their_length_and_not_with_its_square()
    {
        var analyser = new TextAnalyser(new TextPii.Options());
        foreach (var (small, large) in HostileTexts.Make(Characters).Zip(HostileTexts.Make(Factor * Characters)))
        {
            analyser.Find(small[..64]); // what is made once
            var (few, many) = (Allocated(analyser, small), Allocated(analyser, large));
            Assert.True(many <= (Factor + 4) * Math.Max(few, Characters * 20L), $"{small[..16]}: {few} and {many} bytes");
        }
    }

    private static long Allocated(TextAnalyser analyser, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        analyser.Find(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
