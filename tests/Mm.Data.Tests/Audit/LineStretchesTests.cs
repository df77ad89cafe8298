using Mm.Data.Audit;
using Xunit;

namespace Mm.Data.Tests.Audit;

public sealed class LineStretchesTests
{
    [Fact]
    public void The_lines_before_each_stretch_are_the_line_feeds_before_it()
    {
        var random = new Random(3);
        var stretches = new LineStretches();
        var feeds = new List<long>();
        long position = 0;
        foreach (var bytes in Enumerable.Range(0, 3000).Select(_ => random.Next(3) == 0 ? 0 : random.Next(5000)).Append((3 << 20) + 7))
        {
            stretches.Add(bytes);
            feeds.Add(position + bytes);
            position += bytes + 1;
        }

        var expected = Enumerable.Range(0, (int)(position / AuditIndex.StretchBytes) + 1)
            .Select(stretch => (long)feeds.Count(feed => feed < stretch * (long)AuditIndex.StretchBytes));
        Assert.Equal(expected, stretches.ToArray());
        Assert.Equal([0], new LineStretches().ToArray());
    }
}
