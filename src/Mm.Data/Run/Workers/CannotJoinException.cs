namespace Mm.Data.Run.Workers;

/// <summary>
/// This process cannot take part in a run that another started: it lacks the pipeline file, the input, a model or a key. The run is
/// not to blame, so the job goes back for somebody else.
/// </summary>
public sealed class CannotJoinException(string message, Exception inner) : Exception(message, inner);
