using Mm.Data.Catalog;

namespace Mm.Data.Web.Access;

/// <summary>The installation's key; null where several machines share a database and none is set: then no API key is known.</summary>
public sealed record KeyRing(ServerKey? Server);
