using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Hides regions. Solid ones get one constant grey: nothing of what was there takes part in the colour. Edges move outward to the grid of
/// the blocks that JPEG codes as one (16 pixels with halved chroma), so that no block holds both kinds of pixel; and to the blocks of
/// the source, where it is a JPEG, because each of its blocks holds something of all its pixels.
/// </summary>
internal static class Redactor
{
    private const int BlockSide = 16;
    private const uint Grey = 0xff7f7f7f;

    public static void Fill(Picture picture, IReadOnlyList<FillRegion> regions, SourceBlocks? source = null)
    {
        var solid = Areas(picture, regions.Where(region => region.Style is FillStyle.Solid), source);
        Fill(picture, solid);
        if (source is { SpreadsChroma: true })
        {
            solid.ForEach(area => Fray(picture, area));
            Fill(picture, solid);
        }

        // Behind the solid ones: a blur takes in what lies beside it.
        foreach (var region in regions.Where(region => region.Style is not FillStyle.Solid))
            Areas(picture, [region], source).ForEach(area => Obfuscator.Hide(picture, area, region.Style));
        Fill(picture, solid);
    }

    private static List<Area> Areas(Picture picture, IEnumerable<FillRegion> regions, SourceBlocks? source)
    {
        var areas = new List<Area>();
        foreach (var region in regions)
        {
            var area = Area.Of(region, picture.Width, picture.Height);
            area = (source?.Around(area) ?? area).Snapped(BlockSide, BlockSide, 0, 0).CutTo(picture.Width, picture.Height);
            if (source is { SpreadsChroma: true })
                area = area.WithLastLine(picture.Width, picture.Height);
            if (!area.IsEmpty)
                areas.Add(area);
        }

        return areas;
    }

    private static void Fill(Picture picture, List<Area> areas)
    {
        foreach (var area in areas)
        {
            for (var y = area.Top; y < area.Bottom; y++)
                picture.Row(y)[area.Left..area.Right].Fill(Grey);
        }
    }

    /// <summary>
    /// libjpeg's smooth upsampling gives the line of pixels around a block a quarter of the block's chroma. That line becomes a copy of
    /// the next one outside.
    /// </summary>
    private static void Fray(Picture picture, Area area)
    {
        for (var y = area.Top; y < area.Bottom; y++)
        {
            var row = picture.Row(y);
            if (area.Left >= 2)
                row[area.Left - 1] = row[area.Left - 2];
            if (area.Right + 1 < row.Length)
                row[area.Right] = row[area.Right + 1];
        }

        var (from, to) = (Math.Max(0, area.Left - 1), Math.Min(picture.Width, area.Right + 1));
        if (area.Top >= 2)
            picture.Row(area.Top - 2)[from..to].CopyTo(picture.Row(area.Top - 1)[from..to]);
        if (area.Bottom + 1 < picture.Height)
            picture.Row(area.Bottom + 1)[from..to].CopyTo(picture.Row(area.Bottom)[from..to]);
    }
}
