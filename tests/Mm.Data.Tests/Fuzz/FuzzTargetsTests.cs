using Mm.Data.Fuzz;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Fuzz;

/// <summary>
/// Every parser of the service on mutated inputs, always the same ones. The long form is <c>ops/fuzz</c>; what it finds becomes an input
/// here.
/// </summary>
public sealed class FuzzTargetsTests
{
    private const int Rounds = 600;
    private const int RoundsOfSlowOnes = 150;

    public static TheoryData<string> Names { get; } = [.. FuzzTargets.All.Select(target => target.Name)];

    [Promise(PromiseAttribute.Media,
        "No parser of the service throws anything but what it declares, whatever it is given: pipeline files, lists, tar and zip walks, "
        + "checkpoints, manifests, the child's answers and the rest.")]
    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_parser_throws_nothing_on_mutated_input_but_what_it_declares(string name)
    {
        var target = Target(name);
        var random = new Random(20261126);
        var mutator = new Mutator(random);
        for (var round = 0; round < (name is "captions-parquet" or "part" or "features" ? RoundsOfSlowOnes : Rounds); round++)
        {
            var input = mutator.Mutate(target.Seeds[random.Next(target.Seeds.Count)], target.Seeds);
            var fault = await target.TryAsync(input);
            Assert.True(fault is null, $"Input {round} of {name}: {fault} {Convert.ToBase64String(input)}");
        }

        Figures.Record(typeof(FuzzTargetsTests), $"{FuzzTargets.All.Count} parsers, {RoundsOfSlowOnes} to {Rounds} mutated inputs each, "
            + "always the same ones; `ops/fuzz TARGET --minutes N`, led by the edges of the code, takes the long form");
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
