using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Evaluation;

/// <summary>The XML of dlib's imglab: <c>dataset/images/image[@file]/box</c> with left, top, width, height and perhaps ignore.</summary>
internal static class DlibLabels
{
    /// <exception cref="ConfigurationException">The file is no such XML.</exception>
    public static IReadOnlyList<LabelledPicture> Read(string file)
    {
        try
        {
            using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            var images = XDocument.Load(reader).Descendants("image").ToArray();
            return images.Length == 0
                ? throw new FormatException("it has no image")
                : [.. images.Select(image => new LabelledPicture(Text(image, "file"), [.. image.Elements("box").Select(Thing)]))];
        }
        catch (Exception e) when (e is XmlException or FormatException or IOException)
        {
            throw new ConfigurationException($"{file} is no XML as dlib's imglab writes it: {e.Message}");
        }
    }

    private static LabelledThing Thing(XElement box) => new()
    {
        Box = new LabelBox(Number(box, "left"), Number(box, "top"), Number(box, "width"), Number(box, "height")),
        IsIgnored = (string?)box.Attribute("ignore") == "1",
    };

    private static double Number(XElement at, string name) =>
        double.Parse(Text(at, name), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Text(XElement at, string name) =>
        (string?)at.Attribute(name) ?? throw new FormatException($"{at.Name} has no {name}");
}
