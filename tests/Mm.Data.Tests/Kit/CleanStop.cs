namespace Mm.Data.Tests.Kit;

/// <summary>What the end of a command must not be when the machine failed it.</summary>
internal static class CleanStop
{
    private static readonly string[] _advice = ["again", "Check", "Correct", "Restore", "Free"];

    /// <summary>A code other than 3, a fault told as a bug, a stack trace, no word on what to do. Empty where it ended well.</summary>
    public static List<string> Faults(Mmdata run)
    {
        if (run.ExitCode == 0)
            return [];
        var said = run.Errors.ReplaceLineEndings(" ");
        var faults = new List<string>();
        if (run.ExitCode != 3)
            faults.Add("the code is not 3");
        if (said.Contains("This is a bug", StringComparison.Ordinal) || said.Contains("   at ", StringComparison.Ordinal))
            faults.Add("told as a bug");
        if (!_advice.Any(word => said.Contains(word, StringComparison.Ordinal)))
            faults.Add("does not say what to do");
        return faults.Count == 0 ? faults : [$"{string.Join(", ", faults)}: {said}"];
    }
}
