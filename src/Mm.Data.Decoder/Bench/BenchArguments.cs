using System.Globalization;
using Mm.Data.Pipeline;

namespace Mm.Data.Decoder.Bench;

/// <summary>The few options of the benchmark's verbs: <c>--name value</c>, flags, and what is left over.</summary>
internal sealed class BenchArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);
    private readonly List<string> _rest = [];

    /// <exception cref="ConfigurationException">An option that the verb does not know, or one without its value.</exception>
    public BenchArguments(IReadOnlyList<string> arguments, string[] options, string[] flags)
    {
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (flags.Contains(name))
                _flags.Add(name);
            else if (options.Contains(name) && i + 1 < arguments.Count)
                _values[name] = arguments[++i];
            else if (name.StartsWith("--", StringComparison.Ordinal))
                problems.Add($"{name}: unknown, or without a value. Known: {string.Join(", ", options.Concat(flags))}.");
            else
                _rest.Add(name);
        }

        if (problems.Count > 0)
            throw new ConfigurationException(problems);
    }

    public IReadOnlyList<string> Rest => _rest;

    public bool Has(string flag) => _flags.Contains(flag);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    /// <exception cref="ConfigurationException">Not a number from <paramref name="least"/> on.</exception>
    public double Number(string name, double otherwise, double least)
    {
        if (!_values.TryGetValue(name, out var text))
            return otherwise;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new ConfigurationException($"{name}: give a number from {least.ToString(CultureInfo.InvariantCulture)}, not '{text}'.");
    }

    public int Whole(string name, int otherwise, int least) => (int)Number(name, otherwise, least);
}
