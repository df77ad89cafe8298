using Microsoft.AspNetCore.Http;

namespace Mm.Data.Web.Access;

/// <summary>Refusals and faults of requests, as RFC 9457 has them.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext context, int status, string detail) => Of(status, detail).ExecuteAsync(context);

    public static IResult Of(int status, string detail) => Results.Problem(detail, statusCode: status);
}
