using System.Diagnostics.CodeAnalysis;

namespace Mm.Data.Models.Cards;

/// <summary>The narrowest numbers that the graphs of a model store their weights in, widest first.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names by which files of models are known.")]
public enum ModelPrecision : byte
{
    Fp32,
    Fp16,
    Int8,
}
