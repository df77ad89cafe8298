namespace Mm.Data.Pipeline.Definition;

/// <summary>Where a value came from: a line of the file (from 1), or an override.</summary>
internal readonly record struct Mark(int Line, string? Override = null);

/// <summary>Everything wrong with one pipeline file, told at once and in the file's order.</summary>
internal sealed class PipelineProblems(string path)
{
    private readonly List<(Mark Mark, string Text)> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(Mark mark, string text) => _found.Add((mark, text));

    /// <exception cref="ConfigurationException">Something was found.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new ConfigurationException([.. _found
                .OrderBy(problem => problem.Mark.Override is null ? problem.Mark.Line : int.MaxValue)
                .Select(problem => Tell(problem.Mark, problem.Text))
                .Distinct(StringComparer.Ordinal)]);
        }
    }

    private string Tell(Mark mark, string text) => mark switch
    {
        { Override: { } set } => $"--set {set}: {text}",
        { Line: > 0 } => $"{path}:{mark.Line}: {text}",
        _ => $"{path}: {text}",
    };
}
