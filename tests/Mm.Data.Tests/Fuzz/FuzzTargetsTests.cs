using Mm.Data.Fuzz;
using Xunit;

namespace Mm.Data.Tests.Fuzz;

/// <summary>
/// Every parser of the service on mutated inputs, always the same ones. The long form is <c>ops/fuzz</c>; what it finds becomes an input
/// here.
/// </summary>
public sealed class FuzzTargetsTests
{
    public static TheoryData<string> Names { get; } = [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_parser_throws_nothing_on_mutated_input_but_what_it_declares(string name)
    {
        var target = Target(name);
        var random = new Random(20261126);
        var mutator = new Mutator(random);
        for (var round = 0; round < (name == "captions-parquet" ? 150 : 600); round++)
        {
            var input = mutator.Mutate(target.Seeds[random.Next(target.Seeds.Count)], target.Seeds);
            var fault = await target.TryAsync(input);
            Assert.True(fault is null, $"Input {round} of {name}: {fault} {Convert.ToBase64String(input)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_well_formed_input_is_taken(string name)
    {
        foreach (var seed in Target(name).Seeds)
            Assert.Null(await (Target(name) with { IsDeclared = _ => false }).TryAsync(seed));
    }

    [Fact]
    public async Task A_fault_that_is_not_declared_is_seen()
    {
        var target = new FuzzTarget("broken", _ => throw new InvalidOperationException(), e => e is FormatException, [[1]]);
        Assert.IsType<InvalidOperationException>(await target.TryAsync([1]));
    }

    private static FuzzTarget Target(string name) => FuzzTargets.All.Single(target => target.Name == name);
}
