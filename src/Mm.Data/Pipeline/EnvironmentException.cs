namespace Mm.Data.Pipeline;

/// <summary>What lets a caller do more than stop.</summary>
public enum EnvironmentFault : byte
{
    /// <summary>A component, a right, room on a disk.</summary>
    Machine,

    /// <summary>A file of the source is another than when it was listed: to list again gives the new one.</summary>
    SourceChanged,

    /// <summary>A service does not answer: the same call may work later, and others to it will not work now.</summary>
    ServiceAway,
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

    public EnvironmentException(string message, EnvironmentFault fault)
        : base(message) => Fault = fault;

    public EnvironmentFault Fault { get; }
}
