using System.Net;
using System.Net.Sockets;

namespace Mm.Data.Tests.Kit;

/// <summary>Ports for servers that have to be told one before they listen.</summary>
internal static class Ports
{
    /// <summary>One on loopback that nobody listened on a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
