namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// Reasons of assets that ended, held up, filled or took over whoever opened them. What they are nobody could make sure of, and the machine
/// may have had its part in it: such a sample is quarantined, and may be tried again. Whatever else a decoder says is wrong with an asset
/// is the asset's own, and stays: such a sample has failed.
/// </summary>
public static class PoisonReasons
{
    public const string Crashed = "decode.crashed";
    public const string Timeout = "decode.timeout";
    public const string OutOfMemory = "decode.out-of-memory";
    public const string Protocol = "decode.protocol";

    public static bool Has(string reason) => reason is Crashed or Timeout or OutOfMemory or Protocol;

    /// <summary>The outcome that belongs to a decoder's reason.</summary>
    public static Outcome OutcomeOf(string reason) => Has(reason) ? Outcome.Quarantined : Outcome.Failed;
}
