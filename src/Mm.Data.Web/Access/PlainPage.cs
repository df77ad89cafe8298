using Microsoft.AspNetCore.Http;

namespace Mm.Data.Web.Access;

/// <summary>A page without navigation: the way in, the way out, and what is shown once.</summary>
internal static class PlainPage
{
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML; whatever comes from elsewhere is encoded already.</param>
    public static IResult Of(string title, string body) => Results.Text(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · Mm.Data</title><link rel="icon" href="/mmdata.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/mmdata.css"></head>
        <body><main><h1>{title}</h1>
        {body}
        </main></body>
        </html>
        """,
        "text/html; charset=utf-8");
}
