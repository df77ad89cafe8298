namespace Mm.Data.Pipeline;

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
