using Mm.Data.Measure.Evaluation;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Measure.Evaluation;

public sealed class BoxLabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BoxLabelsTests()
    {
        foreach (var name in new[] { "a.jpg", Path.Combine("deep", "b.png") })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, name))!);
            File.WriteAllBytes(Path.Combine(_folder.Path, name), [1]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Coco_gives_boxes_and_for_people_the_points_of_the_face()
    {
        var pictures = Read("labels.json", """
            { "images": [{ "id": 7, "file_name": "a.jpg" }, { "id": 8, "file_name": "b.png" }],
              "annotations": [
                { "image_id": 7, "bbox": [1, 2, 3, 4] },
                { "image_id": 7, "bbox": [0, 0, 9, 9], "keypoints": [5, 6, 2, 0, 0, 0, 7, 8, 1, 9, 9, 2, 1, 1, 2, 50, 50, 2] },
                { "image_id": 7, "bbox": [0, 0, 9, 9], "keypoints": [0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 2] },
                { "image_id": 7, "bbox": [0, 0, 9, 9], "keypoints": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 50, 2] },
                { "image_id": 7, "bbox": [0, 0, 90, 90], "iscrowd": 1, "keypoints": [] }] }
            """);

        var things = pictures[0].Things;
        Assert.Equal(4, things.Count); // one person shows no face
        Assert.Equal(new LabelBox(1, 2, 3, 4), things[0].Box);
        Assert.Equal([new LabelPoint(5, 6), new LabelPoint(7, 8)], things[1].Points);
        Assert.Equal([new LabelPoint(9, 9)], things[2].Points); // an ear, for there is nothing else
        Assert.True(things[3].IsIgnored);
        Assert.Empty(pictures[1].Things);
    }

    [Fact]
    public void Dlib_gives_boxes_and_what_to_ignore()
    {
        var picture = Assert.Single(Read("labels.xml", """
            <?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='x.xsl'?>
            <dataset><images><image file='a.jpg'><box top='1' left='2' width='3' height='4'><label>face</label></box>
            <box top='0' left='0' width='9' height='9' ignore='1'/></image></images></dataset>
            """));

        Assert.Equal(new LabelBox(2, 1, 3, 4), picture.Things[0].Box);
        Assert.Equal([false, true], picture.Things.Select(thing => thing.IsIgnored));
    }

    [Theory]
    [InlineData("file,x,y,width,height\na.jpg,1,2,3,4\nb.png,,,,\n")]
    [InlineData("left,top,right,bottom,file\n1,2,4,6,a.jpg\n,,,,b.png\n")]
    public void A_list_gives_boxes_by_its_columns_and_pictures_with_nothing(string csv)
    {
        var pictures = Read("labels.csv", csv);

        Assert.Equal(new LabelBox(1, 2, 3, 4), Assert.Single(pictures[0].Things).Box);
        Assert.EndsWith("b.png", pictures[1].Path, StringComparison.Ordinal); // found below the folder by its name
        Assert.Empty(pictures[1].Things);
    }

    [Fact]
    public void A_list_may_give_points()
    {
        var thing = Assert.Single(Assert.Single(Read("labels.csv", "file,points\na.jpg,1 2 3.5 4\n")).Things);

        Assert.Null(thing.Box);
        Assert.Equal([new LabelPoint(1, 2), new LabelPoint(3.5, 4)], thing.Points);
    }

    [Theory]
    [InlineData("labels.csv", "file,x,y\na.jpg,1,2\n", "neither columns")]
    [InlineData("labels.csv", "file,x,y,width,height\na.jpg,1,2,0,4\n", "line 2")]
    [InlineData("labels.csv", "file,points\na.jpg,1 2 3\n", "line 2")]
    [InlineData("labels.json", "[]", "no COCO JSON")]
    [InlineData("labels.json", """{ "images": [], "annotations": [{ "image_id": 1, "bbox": [1] }] }""", "four numbers")]
    [InlineData("labels.xml", "<dataset><images/></dataset>", "it has no image")]
    [InlineData("labels.csv", "file,points\nmissing.jpg,1 2\n", "missing.jpg")]
    public void Labels_that_cannot_be_read_are_told(string name, string text, string message) => Assert.Contains(
        message, Assert.Throws<ConfigurationException>(() => Read(name, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_labels_says_what_to_do() => Assert.Contains(
        "--nobody", Assert.Throws<ConfigurationException>(() => BoxLabels.Read(_folder.Path)).Message, StringComparison.Ordinal);

    [Fact]
    public void Pictures_that_show_nobody_need_no_labels() =>
        Assert.All(BoxLabels.Nobody(_folder.Path), picture => Assert.Empty(picture.Things));

    private IReadOnlyList<LabelledPicture> Read(string name, string text)
    {
        File.WriteAllText(Path.Combine(_folder.Path, name), text);
        return BoxLabels.Read(_folder.Path);
    }
}
