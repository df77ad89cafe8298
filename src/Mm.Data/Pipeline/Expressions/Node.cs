namespace Mm.Data.Pipeline.Expressions;

/// <summary>A part of an expression; <paramref name="At"/> is where it begins, from 1.</summary>
internal abstract record Node(int At)
{
    /// <summary>What stands directly inside, in reading order.</summary>
    public virtual IReadOnlyList<Node> Parts => [];
}

internal sealed record NumberNode(int At, double Value) : Node(At);

internal sealed record TextNode(int At, string Value) : Node(At);

internal sealed record FlagNode(int At, bool Value) : Node(At);

internal sealed record FeatureNode(int At, string Name) : Node(At);

/// <summary>Whether the sample has the feature.</summary>
internal sealed record HasNode(int At, string Name) : Node(At);

/// <summary><c>not</c> or <c>-</c>.</summary>
internal sealed record UnaryNode(int At, string Sign, Node Of) : Node(At)
{
    public override IReadOnlyList<Node> Parts => [Of];
}

/// <summary><c>and or &lt; &lt;= &gt; &gt;= == != + - * /</c>.</summary>
internal sealed record BinaryNode(int At, string Sign, Node Left, Node Right) : Node(At)
{
    public override IReadOnlyList<Node> Parts => [Left, Right];
}

/// <summary><c>x between low and high</c>; the bounds belong to it.</summary>
internal sealed record BetweenNode(int At, Node Value, Node Low, Node High) : Node(At)
{
    public override IReadOnlyList<Node> Parts => [Value, Low, High];
}

/// <summary><c>x in ["a", "b"]</c>: numbers or texts.</summary>
internal sealed record InNode(int At, Node Value, IReadOnlyList<Node> Of) : Node(At)
{
    public override IReadOnlyList<Node> Parts => [Value, .. Of];
}

/// <summary>One of <see cref="Function.All"/>.</summary>
internal sealed record CallNode(int At, Function Function, IReadOnlyList<Node> Arguments) : Node(At)
{
    public override IReadOnlyList<Node> Parts => Arguments;
}
