using System.Globalization;
using Microsoft.AspNetCore.Http;
using Mm.Data.Catalog;

namespace Mm.Data.Web.Pages;

/// <summary>Numbers, times and links as pages show them: the same for every reader.</summary>
internal static class Say
{
    /// <summary>Pages of a list are this long.</summary>
    public const int PageItems = 50;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Count(long count) => count.ToString("N0", Plain);

    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 1000 or 0 ? "0.##" : "0.####", Plain);

    /// <summary>As it is, so that it can be typed in again.</summary>
    public static string Exact(double? value) => value?.ToString("R", Plain) ?? "";

    /// <summary>For attributes of SVG.</summary>
    public static string Svg(double value) => value.ToString("0.###", Plain);

    public static string Share(double share) => share.ToString("P0", Plain);

    public static string Rate(double perSecond) => $"{perSecond.ToString(perSecond >= 100 ? "N0" : "0.#", Plain)}/s";

    public static string Time(long unixMs) => Funnel.Time(unixMs);

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "under 1 s",
        { TotalMinutes: < 1 } => string.Create(Plain, $"{span.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(Plain, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        { TotalDays: < 1 } => string.Create(Plain, $"{(int)span.TotalHours} h {span.Minutes} min"),
        _ => string.Create(Plain, $"{(int)span.TotalDays} d {span.Hours} h"),
    };

    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => string.Create(Plain, $"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => string.Create(Plain, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(Plain, $"{bytes / 1073741824.0:0.##} GiB"),
    };

    /// <summary>First characters of a key or digest.</summary>
    public static string Short(string key) => key.Length > 8 ? key[..8] : key;

    /// <summary>A path with the parameters that have a value.</summary>
    public static string Link(string path, params (string Name, string? Value)[] query) => path + QueryString.Create(
        query.Where(pair => !string.IsNullOrEmpty(pair.Value)).Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));

    /// <summary>A number that a reader has typed; null where it is none.</summary>
    public static double? Typed(string? text) =>
        double.TryParse(text, NumberStyles.Float, Plain, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A value of an enum by its name in any case; null where it is none.</summary>
    public static T? Chosen<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text?.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) && Enum.IsDefined(value)
            && !char.IsAsciiDigit(text![0]) ? value : null;

    public static string Of(RunPlace place) => string.Create(Plain, $"{place.StartedMs}-{place.Key}");

    public static RunPlace? RunPlace(string? text) =>
        text?.Split('-', 2) is [var ms, var key] && long.TryParse(ms, NumberStyles.None, Plain, out var started)
            ? new RunPlace(started, key)
            : null;
}
