using System.Xml;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Rights;

/// <summary>
/// What an XMP packet (ISO 16684-1) says of rights. A property may be an attribute, an element's text, a resource, or lie in a list: a
/// text counts for every property around it. No entity, no DTD, nothing is fetched.
/// </summary>
internal static class XmpPacket
{
    private const int DepthMax = 32;
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string CreativeCommons = "http://creativecommons.org/ns#";
    private const string Plus = "http://ns.useplus.org/ldf/xmp/1.0/";
    private const string RightsManagement = "http://ns.adobe.com/xap/1.0/rights/";
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string Terms = "http://purl.org/dc/terms/";

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = RightsReader.CarrierBytesMax,
        CheckCharacters = false,
        ConformanceLevel = ConformanceLevel.Auto,
    };

    public static void Read(ReadOnlyMemory<byte> packet, RightsNotes notes)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(Trim(packet).ToArray()), Strict);
            var open = new Stack<(string Space, string Name)>();
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Element)
                    Element(reader, open, notes);
                else if (reader.NodeType is XmlNodeType.EndElement)
                    open.Pop();
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    Around(open, reader.Value, notes);
            }
        }
        catch (XmlException)
        {
            notes.Unreadable();
            notes.Text(packet); // what cannot be parsed is searched for the words of an opt-out at least
        }
    }

    private static void Element(XmlReader reader, Stack<(string Space, string Name)> open, RightsNotes notes)
    {
        if (open.Count == DepthMax)
            throw new XmlException("Too deep.");
        open.Push((reader.NamespaceURI, reader.LocalName));
        var isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName is "resource" or "value")
                Around(open, reader.Value, notes);
            else
                Property(reader.NamespaceURI, reader.LocalName, reader.Value, notes);
        }

        if (isEmpty)
            open.Pop();
    }

    private static void Around(Stack<(string Space, string Name)> open, string value, RightsNotes notes)
    {
        foreach (var (space, name) in open)
            Property(space, name, value, notes);
    }

    private static void Property(string space, string name, string value, RightsNotes notes)
    {
        value = value.Trim();
        if (value.Length == 0)
            return;
        notes.Words(value);
        switch (space, name)
        {
            case (DublinCore, "creator") or (Tiff, "Artist") or (Plus, "ImageCreatorName"):
                notes.Creator();
                break;
            case (DublinCore, "rights") or (RightsManagement, "UsageTerms"):
                notes.Copyright();
                notes.LicenceIn(value);
                break;
            case (RightsManagement, "Owner") or (Tiff, "Copyright") or (Plus, "CopyrightOwnerName"):
                notes.Copyright();
                break;
            case (RightsManagement, "Marked") when value is "True" or "true" or "1":
                notes.Copyright();
                break;
            case (RightsManagement, "WebStatement") or (CreativeCommons, "license") or (Plus, "LicensorURL"):
                notes.Licence(value);
                break;
            case (Plus, "DataMining"):
                notes.DataMining(value);
                break;
            case (Terms, "provenance"):
                notes.C2pa();
                break;
            case var (other, reservation) when reservation is "reservation" && other.Contains("tdmrep", StringComparison.OrdinalIgnoreCase):
                notes.Tdm(value);
                break;
        }
    }

    /// <summary>Padding and zeros around a packet are no XML.</summary>
    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> packet) => packet.TrimStart((byte)0).TrimEnd((byte)0);
}
