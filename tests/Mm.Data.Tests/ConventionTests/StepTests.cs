using System.Xml.Linq;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.ConventionTests;

/// <summary>What may know what: docs/architecture.md, docs/adr/0007.</summary>
public sealed class StepTests
{
    private const string Root = "Mm.Data.";

    /// <summary>Folders of the library. <c>Pipeline</c> is for all; <c>Run</c> knows all.</summary>
    private static readonly string[] Steps =
        ["Source", "Storage", "Decode", "Measure", "Models", "Select", "Evaluate", "Render", "Write", "Publish", "Audit", "Catalog"];

    /// <summary>Three sides of one thing, the release (ADR 0007).</summary>
    private static readonly string[] Release = ["Write", "Publish", "Audit"];

    private static readonly string[] Vendors =
        ["Microsoft.ML", "Parquet", "Hangfire", "NetVips", "Microsoft.EntityFrameworkCore", "FFMpegCore", "CsvHelper", "PhoneNumbers", "Azure"];

    private static readonly string[] DefinitionVendors = ["YamlDotNet", "NJsonSchema", "Cronos"];

    [Fact]
    public void Every_folder_of_the_library_is_a_step_the_kernel_or_Run()
    {
        var folders = new DirectoryInfo(Path.Combine(Checkout.Root, "src", "Mm.Data")).EnumerateDirectories()
            .Select(folder => folder.Name)
            .Where(name => name is not ("bin" or "obj"));

        Assert.Equal(Steps.Append("Pipeline").Append("Run").Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_of_a_step_lies_in_the_namespace_of_its_folder() => Assert.Empty(CodeFile.Sources
        .Where(file => !file.Code.Contains("namespace " + file.Folder["src/".Length..].Replace("Mm.Data/", Root, StringComparison.Ordinal)
            .Replace('/', '.') + ";", StringComparison.Ordinal))
        .Select(file => file.Name)
        .Except(["src/Mm.Data.App/Program.cs", "src/Mm.Data.Decoder/Program.cs"]));

    [Fact]
    public void No_step_has_a_using_of_another() => Assert.Empty(
        from file in CodeFile.Sources
        from name in file.Usings
        where StepOf(file.Folder["src/".Length..].Replace('/', '.')) is { } step && StepOf(name) is { } other && !MayKnow(step, other)
        select $"{file.Name}: {name}");

    /// <summary>The compiled code, which knows names that were written without a using.</summary>
    [Fact]
    public void No_step_has_a_type_of_another_in_its_code()
    {
        var uses =
            from type in typeof(Sample).Assembly.GetTypes()
            let step = StepOf(type.FullName!)
            where step is not null
            from used in TypeUses.Of(type)
            where used.Assembly == type.Assembly && StepOf(used.FullName ?? used.Name) is { } other && !MayKnow(step, other)
            select $"{type.FullName}: {used.FullName}";

        Assert.Empty(uses.Distinct());
    }

    [Fact]
    public void The_scan_of_the_compiled_code_sees_what_Run_uses()
    {
        var seen = typeof(Sample).Assembly.GetTypes()
            .Where(type => type.Namespace == Root + "Run")
            .SelectMany(TypeUses.Of)
            .Select(type => StepOf(type.FullName ?? type.Name))
            .ToHashSet();

        Assert.Superset(new HashSet<string?>(["Source", "Decode", "Select", "Render", "Write", "Publish", "Audit", "Catalog"]), seen);
    }

    [Fact]
    public void The_kernel_uses_no_vendor_but_those_that_read_pipeline_files() => Assert.Empty(
        from file in CodeFile.Sources
        where file.Name.StartsWith("src/Mm.Data/Pipeline/", StringComparison.Ordinal)
        let isDefinition = file.Folder == "src/Mm.Data/Pipeline/Definition"
        from name in file.Usings
        where Starts(name, Vendors) || (!isDefinition && Starts(name, DefinitionVendors))
        select $"{file.Name}: {name}");

    [Fact]
    public void Only_Storage_names_the_library_of_a_blob_service() => Assert.Empty(
        from file in CodeFile.Sources
        from name in file.Usings
        where Starts(name, ["Azure"]) && file.Folder != "src/Mm.Data/Storage"
        select $"{file.Name}: {name}");

    [Fact]
    public void Only_the_decoder_names_a_media_library()
    {
        string[] packages = ["NetVips", "FFMpegCore"];
        var usings =
            from file in CodeFile.Sources
            from name in file.Usings
            where Starts(name, packages) && !file.Name.StartsWith("src/Mm.Data.Decoder/", StringComparison.Ordinal)
            select $"{file.Name}: {name}";
        var natives = CodeFile.Sources
            .Where(file => file.Text.Contains("libturbojpeg.so", StringComparison.Ordinal) && file.Folder != "src/Mm.Data.Decoder/Images")
            .Select(file => file.Name);
        var references = Projects.Where(project => project != "Mm.Data.Decoder")
            .SelectMany(project => References(project, "PackageReference").Where(package => Starts(package, packages)));

        Assert.Empty(usings.Concat(natives).Concat(references));
    }

    /// <summary>
    /// App, Web and the decoder stand on the library; App also builds the decoder, without a reference to its code. The trainers' reader
    /// stands on nothing, so that a training run loads no part of the pipeline.
    /// </summary>
    [Theory]
    [InlineData("Mm.Data")]
    [InlineData("Mm.Data.Decoder", "Mm.Data")]
    [InlineData("Mm.Data.Web", "Mm.Data")]
    [InlineData("Mm.Data.App", "Mm.Data", "Mm.Data.Web", "Mm.Data.Reader")]
    [InlineData("Mm.Data.Reader")]
    public void Projects_point_one_way(string project, params string[] expected) =>
        Assert.Equal(expected, References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension));

    private static IEnumerable<string> Projects =>
        Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src")).Select(folder => Path.GetFileName(folder)!);

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Checkout.Root, "src", project, project + ".csproj")).Descendants(kind)
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => (string)reference.Attribute("Include")!);

    private static string? StepOf(string name) => name.StartsWith(Root, StringComparison.Ordinal)
        ? Steps.Append("Run").Append("Pipeline").FirstOrDefault(step => Starts(name[Root.Length..], [step]))
        : null;

    private static bool MayKnow(string from, string to) =>
        from == to || from == "Run" || to == "Pipeline" || (Release.Contains(from) && Release.Contains(to));

    private static bool Starts(string name, IEnumerable<string> prefixes) => prefixes.Any(prefix =>
        name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal));
}
