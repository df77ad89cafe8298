using Mm.Data.Measure.Sound;
using Xunit;

namespace Mm.Data.Tests.Measure.Sound;

public sealed class SpeechIntervalsTests
{
    [Fact]
    public void Short_pauses_belong_to_the_speech_around_them() => Assert.Equal(
        [(1.0, 5.0)], SpeechIntervals.Of([0, 0.9f, 0, 0.9f, 0.9f, 0], 1, 0.5, gapSeconds: 1, marginSeconds: 0));

    [Fact]
    public void Long_pauses_part_it_and_margins_widen_it() => Assert.Equal(
        [(0.9, 2.1), (3.9, 5.1)],
        SpeechIntervals.Of([0, 0.9f, 0, 0, 0.9f], 1, 0.5, gapSeconds: 1, marginSeconds: 0.1).Select(i => (Math.Round(i.From, 6), Math.Round(i.To, 6))));

    [Fact]
    public void What_began_is_held_a_little_below_the_threshold() => Assert.Equal(
        [(1.0, 3.0)], SpeechIntervals.Of([0.4f, 0.6f, 0.4f, 0.3f], 1, 0.5, gapSeconds: 0, marginSeconds: 0));
}
