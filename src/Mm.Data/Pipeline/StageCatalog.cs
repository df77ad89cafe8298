using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Pipeline;

/// <summary>The stages that pipeline files may name: every class with <see cref="StageAttribute"/> in the given assemblies.</summary>
public sealed class StageCatalog
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">
    /// A name is taken twice, or a class is no stage or nests no <c>Options</c>: a fault of the code, seen at start.
    /// </exception>
    public StageCatalog(params IReadOnlyList<Assembly> assemblies)
        : this(assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsDefined(typeof(StageAttribute), inherit: false)))
    {
    }

    internal StageCatalog(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            var name = type.GetCustomAttribute<StageAttribute>()?.Name
                ?? throw new InvalidOperationException($"{type} carries no [Stage].");
            if (!type.IsAssignableTo(typeof(IStage)))
                throw new InvalidOperationException($"{type} is named as stage {name} but is no {nameof(IStage)}.");
            var options = type.GetNestedType("Options", BindingFlags.Public | BindingFlags.NonPublic)
                ?? throw new InvalidOperationException($"Stage {name} ({type}) nests no record Options.");
            if (_entries.TryGetValue(name, out var other))
                throw new InvalidOperationException($"The stage name {name} is taken twice: {other.Type} and {type}.");
            _entries.Add(name, new Entry(type, options));
        }
    }

    /// <summary>Every stage name in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    public bool Has(string name) => _entries.ContainsKey(name);

    public Type OptionsType(string name) => Find(name).Options;

    /// <summary>JSON Schema of the stage's <c>with</c>; the caller's own copy.</summary>
    public JsonObject OptionsSchema(string name) => DefinitionSchema.Of(Find(name).Options);

    /// <summary>
    /// Builds the stages in the order they run. Columns and models are known from here on, because they may depend on options.
    /// </summary>
    /// <exception cref="ConfigurationException">Unknown stages, options that do not bind, unknown models: every one at once.</exception>
    public IReadOnlyList<IStage> Build(PipelineDefinition definition, IServiceProvider services)
    {
        var stages = new List<IStage>();
        var problems = new List<string>();
        for (var i = 0; i < definition.Measure.Count; i++)
        {
            var entry = definition.Measure[i];
            try
            {
                stages.Add(Build(entry.Stage, OptionsBinding.Bind(OptionsType(entry.Stage), entry.With), services));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems.Select(problem => $"measure[{i}] {entry.Stage}: {problem}"));
            }
        }

        return problems.Count == 0 ? stages : throw new ConfigurationException(problems);
    }

    /// <summary>
    /// Builds one stage; <paramref name="options"/> is of its <see cref="OptionsType"/>, the rest comes from the services.
    /// </summary>
    /// <exception cref="ConfigurationException">Unknown stage, or a model that cannot be opened.</exception>
    public IStage Build(string name, object options, IServiceProvider services)
    {
        var (type, optionsType) = Find(name);
        var asks = type.GetConstructors().Any(create => create.GetParameters().Any(parameter => parameter.ParameterType == optionsType));
        return (IStage)ActivatorUtilities.CreateInstance(services, type, asks ? [options] : []);
    }

    private Entry Find(string name) => _entries.TryGetValue(name, out var entry)
        ? entry
        : throw new ConfigurationException($"unknown stage {name}; {NearestName.Hint(name, Names)}");

    private sealed record Entry(Type Type, Type Options);
}
