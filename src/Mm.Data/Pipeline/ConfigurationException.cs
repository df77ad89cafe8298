namespace Mm.Data.Pipeline;

/// <summary>Arguments or configuration are wrong: every problem found, each with what, where and what to do. Exit code 2.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> problems)
    : Exception(problems.Count == 1 ? problems[0] : $"{problems.Count} problems:\n- {string.Join("\n- ", problems)}")
{
    public ConfigurationException(string problem)
        : this([problem])
    {
    }

    public IReadOnlyList<string> Problems => problems;
}
