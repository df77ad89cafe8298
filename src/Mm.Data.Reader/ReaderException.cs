namespace Mm.Data.Reader;

/// <summary>A release cannot be read, or not as asked. The message says what, which and what to do.</summary>
public sealed class ReaderException : Exception
{
    public ReaderException(ReaderProblem problem, string message, Exception? inner = null)
        : base(message, inner) => Problem = problem;

    public ReaderProblem Problem { get; }
}

/// <summary>What is wrong.</summary>
public enum ReaderProblem
{
    /// <summary>No release lies there, or one of another format.</summary>
    NoRelease,

    /// <summary>A file is missing, or its bytes are not those that the manifest names.</summary>
    Damaged,

    /// <summary>An option is outside its range, or names what the release does not hold.</summary>
    BadOption,

    /// <summary>A token belongs to another release, another order, or was altered.</summary>
    BadToken,

    /// <summary>A list of revoked rows cannot be read. Nothing is returned without it.</summary>
    BadRevocations,
}
