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

/// <summary>The machine lacks something: a component, a right, room on a disk. The run can be resumed. Exit code 3.</summary>
public sealed class EnvironmentException : Exception
{
    public EnvironmentException(string message)
        : base(message)
    {
    }

    public EnvironmentException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>A detector gave nonsense. The stage that asked quarantines the sample (law 10).</summary>
public sealed class DetectorException(string message) : Exception(message);
