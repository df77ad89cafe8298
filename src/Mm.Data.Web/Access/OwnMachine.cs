using System.Net;
using Microsoft.AspNetCore.Http;

namespace Mm.Data.Web.Access;

/// <summary>
/// Tells who sits at this machine: a caller over loopback, for a loopback host name, through no proxy. A reverse proxy here would make
/// every caller look local, and a foreign host name would let another site's page reach in.
/// </summary>
internal static class OwnMachine
{
    private static readonly string[] ProxyHeaders =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
        "X-Forwarded-Server", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Host", "X-Original-For", "X-Original-Proto",
        "X-Original-URL", "X-Rewrite-URL", "X-Host", "X-Envoy-External-Address", "X-ProxyUser-Ip", "True-Client-IP", "CF-Connecting-IP",
        "Fastly-Client-IP", "X-Azure-ClientIP", "Client-IP", "X-Remote-User", "X-Forwarded-User", "Remote-User",
    ];

    public static bool IsCaller(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && IsLoopbackName(context.Request.Host.Host)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named));
}
