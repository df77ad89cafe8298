namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// A decoder's answer: a value, or the reason code for which there is none (<c>decode.truncated</c>, <c>decode.timeout</c>, ...).
/// </summary>
public sealed record Decoded<T>
    where T : class
{
    public T? Value { get; init; }

    /// <summary>Null exactly when <see cref="Value"/> is there.</summary>
    public string? Reason { get; init; }

    public static implicit operator Decoded<T>(T value) => new() { Value = value };
}

public static class Decoded
{
    public static Decoded<T> Failed<T>(string reason)
        where T : class => new() { Reason = reason };
}
