using CsCheck;
using Mm.Data.Decoder.Av.Cutting;
using Mm.Data.Pipeline.Definition;
using Xunit;

namespace Mm.Data.Tests.Decode.Av.Cutting;

public sealed class CutPlanTests
{
    private static readonly ClipOptions Options = new() { SecondsMin = 0.4, SecondsMax = 3 };

    // Decoding order of groups of a key picture and runs of one picture that is shown behind the up to three that follow it.
    private static readonly Gen<(double Seconds, bool IsKey)[]> Films =
        Gen.Select(Gen.Int[0, 3], Gen.Bool).Array[1, 60].Select(groups =>
        {
            var pictures = new List<(double, bool)>();
            foreach (var (between, isKey) in groups)
            {
                var at = pictures.Count;
                pictures.Add(((at + (isKey || at == 0 ? 0 : between)) / 10.0, isKey || at == 0));
                var first = isKey || at == 0 ? at + 1 : at;
                pictures.AddRange(Enumerable.Range(first, between).Select(shown => (shown / 10.0, false)));
            }

            return pictures.ToArray();
        });

    [Fact]
    public void Clips_lie_in_one_scene_in_order_and_can_be_decoded_by_themselves() =>
        Gen.Select(Films, Gen.Double[0, 20].Array[0, 6]).Sample((pictures, at) =>
        {
            var cuts = at.Order().ToArray();
            var end = pictures.Length / 10.0;
            var plan = CutPlan.Of(new Packets(pictures), cuts, end, Options);

            var last = 0;
            foreach (var clip in plan)
            {
                var inside = pictures[clip.First..clip.End];
                Assert.True(clip.First >= last);
                Assert.True(inside[0].IsKey);
                Assert.All(inside, picture => Assert.InRange(picture.Seconds, clip.FromSeconds, clip.ToSeconds));
                Assert.DoesNotContain(cuts, cut => inside.Any(picture => picture.Seconds < cut - 1e-6) && inside.Any(picture => picture.Seconds > cut + 1e-6));
                Assert.InRange(clip.ToSeconds - clip.FromSeconds, Options.SecondsMin - 1e-6, Options.SecondsMax + 1e-6);

                // Nothing outside is shown within: what is left out breaks no picture that stays.
                var (from, to) = (inside.Min(picture => picture.Seconds), inside.Max(picture => picture.Seconds));
                Assert.DoesNotContain(
                    pictures[..clip.First].Concat(pictures[clip.End..]), picture => picture.Seconds > from && picture.Seconds < to);
                last = clip.End;
            }
        });
}
