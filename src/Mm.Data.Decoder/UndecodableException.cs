namespace Mm.Data.Decoder;

/// <summary>An asset has no value for a request; carries the reason code. Thrown and caught inside the child only.</summary>
internal sealed class UndecodableException(string reason) : Exception(reason)
{
    public string Reason => Message;
}
