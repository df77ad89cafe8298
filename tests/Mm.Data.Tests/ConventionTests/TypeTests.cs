using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Web;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

public sealed class TypeTests
{
    private static readonly Assembly[] Assemblies =
        [typeof(Sample).Assembly, typeof(Mm.Data.Decoder.Container).Assembly, typeof(Dashboard).Assembly, typeof(ExitCode).Assembly];

    /// <summary>A class is made to be derived from, and then something does, or it is sealed.</summary>
    [Fact]
    public void Classes_are_sealed()
    {
        var types = Assemblies.SelectMany(assembly => assembly.GetTypes()).ToList();
        var bases = types.Select(type => type.BaseType).OfType<Type>()
            .Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type)
            .ToHashSet();

        var open = types.Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false }
            && !bases.Contains(type)
            && !IsGenerated(type)
            && !type.IsAssignableTo(typeof(ComponentBase)));

        Assert.Empty(open.Select(type => type.FullName));
    }

    // Program is what the compiler makes of top-level statements, _Imports what Razor makes of the usings of its pages.
    private static bool IsGenerated(Type type) =>
        type is { Namespace: null, Name: "Program" } or { Name: "_Imports" }
        || type.IsDefined(typeof(CompilerGeneratedAttribute))
        || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
