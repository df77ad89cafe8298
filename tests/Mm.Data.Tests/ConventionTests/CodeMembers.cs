using System.Text.RegularExpressions;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>A method, constructor or operator: where it begins and how many lines it has, head and braces included.</summary>
internal sealed record CodeMember(string Head, int Line, int Lines);

/// <summary>
/// Finds the members with parameters in the types of a file, by braces alone: a block directly inside a type that is no type itself is
/// a member, and so is what ends with a semicolon there.
/// </summary>
internal static partial class CodeMembers
{
    public static IReadOnlyList<CodeMember> Of(string code)
    {
        var members = new List<CodeMember>();
        var isType = new Stack<bool>([true]);
        var start = 0;
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '{':
                    isType.Push(isType.Peek() && TypeHead().IsMatch(code[start..at]));
                    if (isType.Peek())
                        start = at + 1;
                    break;
                case '}':
                    isType.Pop();
                    if (isType.Peek() && !GoesOn(code, at + 1))
                        start = End(code, start, at, members);
                    break;
                case ';' when isType.Peek():
                    start = End(code, start, at, members);
                    break;
            }
        }

        return members;
    }

    // After the braces of an initialiser or an object, the statement is not at its end.
    private static bool GoesOn(string code, int at)
    {
        while (at < code.Length && char.IsWhiteSpace(code[at]))
            at++;
        return at < code.Length && code[at] is ';' or ',' or ')' or '.' or ']' or '=' or '?' or ':';
    }

    private static int End(string code, int start, int at, List<CodeMember> members)
    {
        var member = code[start..(at + 1)];
        var head = Attributes().Replace(member, "").TrimStart();
        if (MethodHead().IsMatch(head))
        {
            var begin = start + (member.Length - member.TrimStart().Length);
            members.Add(new CodeMember(
                head.Split('\n')[0].Trim(), 1 + code[..begin].Count(c => c == '\n'), 1 + code[begin..at].Count(c => c == '\n')));
        }

        return at + 1;
    }

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+\w")]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"^\s*\[[^\]]*\]\s*", RegexOptions.Multiline)]
    private static partial Regex Attributes();

    [GeneratedRegex(@"^[^={;]*\(")]
    private static partial Regex MethodHead();
}
