using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Pipeline.Expressions;

/// <summary>Holds an expression against the kinds of its features and tells every fault, each with its place.</summary>
internal sealed class TypeCheck(IReadOnlyDictionary<string, FeatureKind> kinds, Func<string, bool> isExcused)
{
    private readonly List<ExpressionException> _faults = [];

    private enum Type : byte
    {
        /// <summary>Of a feature that could not be looked up: fits everywhere, so that one slip is told once.</summary>
        Any,
        Number,
        Flag,
        Code,
    }

    public static IReadOnlyList<ExpressionException> Check(
        Node root, IReadOnlyDictionary<string, FeatureKind> kinds, Func<string, bool> isExcused)
    {
        var check = new TypeCheck(kinds, isExcused);
        check.Condition(root);
        return [.. check._faults.OrderBy(fault => fault.At)];
    }

    private Type Of(Node node)
    {
        switch (node)
        {
            case NumberNode:
                return Type.Number;
            case TextNode:
                return Type.Code;
            case FlagNode:
                return Type.Flag;
            case FeatureNode feature:
                return Feature(feature);
            case HasNode has:
                Known(has.At, has.Name);
                return Type.Flag;
            case UnaryNode { Sign: "not" } not:
                Condition(not.Of);
                return Type.Flag;
            case BinaryNode { Sign: "and" or "or" } both:
                Condition(both.Left);
                Condition(both.Right);
                return Type.Flag;
            case BinaryNode { Sign: "==" or "!=" } equal:
                Comparable(equal.At, Of(equal.Left), [equal.Right]);
                return Type.Flag;
            case InNode among:
                Comparable(among.At, Of(among.Value), among.Of);
                return Type.Flag;
            default:
                foreach (var part in node.Parts)
                    Number(part);
                return node is BetweenNode or BinaryNode { Sign: "<" or "<=" or ">" or ">=" } ? Type.Flag : Type.Number;
        }
    }

    private void Condition(Node node)
    {
        var type = Of(node);
        if (type is Type.Number or Type.Code)
            _faults.Add(new ExpressionException(node.At, $"a condition is expected, {Words(node, type)}; compare it with something"));
    }

    // A flag counts as 0 or 1.
    private void Number(Node node)
    {
        if (Of(node) is Type.Code)
            _faults.Add(new ExpressionException(node.At, $"a number is expected, {Words(node, Type.Code)}"));
    }

    private void Comparable(int at, Type type, IReadOnlyList<Node> others)
    {
        foreach (var other in others)
        {
            var its = Of(other);
            if (type is not Type.Any && its is not Type.Any && type is Type.Code != its is Type.Code)
                _faults.Add(new ExpressionException(at, $"{Name(type)} is compared with {Name(its)}"));
        }
    }

    private Type Feature(FeatureNode feature) => Known(feature.At, feature.Name) switch
    {
        FeatureKind.Number or FeatureKind.Whole => Type.Number,
        FeatureKind.Flag => Type.Flag,
        FeatureKind.Code => Type.Code,
        null => Type.Any,
        var other => Refuse(feature, other),
    };

    private Type Refuse(FeatureNode feature, FeatureKind? kind)
    {
        var held = kind switch { FeatureKind.Vector => "a vector", FeatureKind.Boxes => "boxes", _ => "spans" };
        _faults.Add(new ExpressionException(
            feature.At, $"{feature.Name} holds {held}; only has({feature.Name}) can be asked of it"));
        return Type.Any;
    }

    private FeatureKind? Known(int at, string name)
    {
        if (kinds.TryGetValue(name, out var kind))
            return kind;
        if (!isExcused(name))
        {
            var minus = name.Contains('-', StringComparison.Ordinal) && kinds.ContainsKey(name[..name.LastIndexOf('-')])
                ? "; a minus sign needs spaces around it"
                : "";
            var known = kinds.Where(pair => pair.Value is not (FeatureKind.Vector or FeatureKind.Boxes or FeatureKind.Spans));
            var hint = NearestName.Hint(name, known.Select(pair => pair.Key).Order(StringComparer.Ordinal));
            _faults.Add(new ExpressionException(at, $"no feature {name} is measured{minus}; {hint}"));
        }

        return null;
    }

    private static string Words(Node node, Type type) =>
        node is FeatureNode feature ? $"{feature.Name} is {Name(type)}" : $"found {Name(type)}";

    private static string Name(Type type) => type switch { Type.Number => "a number", Type.Flag => "a flag", _ => "a text" };
}
