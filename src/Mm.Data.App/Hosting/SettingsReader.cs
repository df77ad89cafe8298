using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Hosting;

/// <summary>
/// Reads the settings once, at start: appsettings.json beside the program, then one in the current folder, then environment variables
/// <c>MMDATA_Section__Key</c>, then <c>--config Section:Key=value</c>. Unknown keys and values out of range are errors, all reported
/// at once.
/// </summary>
public static class SettingsReader
{
    public const string EnvironmentPrefix = "MMDATA_";

    public static AppSettings Read(IReadOnlyList<string> overrides)
    {
        var configuration = Sources(overrides);
        var problems = new List<string>();
        var settings = new AppSettings();
        foreach (var section in typeof(AppSettings).GetProperties())
        {
            var bound = Bind(configuration, section.Name, section.PropertyType, problems);
            if (bound is not null)
                section.SetValue(settings, bound);
        }

        problems.AddRange(UnknownSections(configuration));
        return problems.Count == 0 ? settings : throw new ConfigurationException(problems);
    }

    private static IConfiguration Sources(IReadOnlyList<string> overrides)
    {
        var pairs = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in overrides)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new ConfigurationException(
                    $"--config {setting}: write it as Section:Key=value, for example Decode:Sandbox=required.");
            pairs[setting[..at]] = setting[(at + 1)..];
        }

        try
        {
            return new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(pairs)
                .Build();
        }
        catch (InvalidDataException e)
        {
            throw new ConfigurationException($"appsettings.json is not valid JSON: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private static object? Bind(IConfiguration configuration, string section, Type type, List<string> problems)
    {
        object options;
        try
        {
            options = configuration.GetSection(section).Get(type, binder => binder.ErrorOnUnknownConfiguration = true)
                ?? Activator.CreateInstance(type)!;
        }
        catch (InvalidOperationException e)
        {
            problems.Add($"{section}: {e.InnerException?.Message ?? e.Message}");
            return null;
        }

        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true))
            problems.AddRange(results.Select(r => $"{section}: {r.ErrorMessage}"));
        return options;
    }

    private static IEnumerable<string> UnknownSections(IConfiguration configuration)
    {
        var known = typeof(AppSettings).GetProperties().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configuration.GetChildren().Where(section => !known.Contains(section.Key))
            .Select(section => $"{section.Key}: no such section; known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }
}
