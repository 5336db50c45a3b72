using System.Reflection;
using System.Reflection.Emit;
using LoadLab.Core;
using LoadLab.Engine.Scenarios;
using LoadLab.Sdk;

namespace LoadLab.Tests.Engine.Scenarios;

public sealed class ScenarioAssemblyTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("loadlab-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Scenarios_of_a_real_assembly_are_found()
    {
        var scenarios = ScenarioAssembly.Load(typeof(ScenarioAssemblyTests).Assembly.Location);

        scenarios.Select(scenario => scenario.Name).Should().Equal("in-the-tests");
        scenarios[0].Should().BeOfType<ScenarioProps>("the Sdk's types are the same on both sides");
    }

    [Fact]
    public void Missing_file_is_named()
    {
        Load("nowhere.dll").Should().Throw<LoadLabException>().WithMessage("Scenario assembly 'nowhere.dll' is not there.")
            .Which.ExitCode.Should().Be(ExitCode.BadConfiguration);
    }

    [Fact]
    public void File_that_is_no_assembly_is_refused()
    {
        var path = Path.Combine(_directory.FullName, "text.dll");
        File.WriteAllText(path, "this is not a DLL, however long the text may be that stands in it");

        Load(path).Should().Throw<LoadLabException>().WithMessage($"'{path}' is not a .NET assembly: *");
    }

    [Fact]
    public void Assembly_without_the_Sdk_is_refused()
    {
        var path = typeof(FactAttribute).Assembly.Location;

        Load(path).Should().Throw<LoadLabException>().WithMessage($"Scenario assembly '{path}' does not reference LoadLab.Sdk.");
    }

    [Fact]
    public void Assembly_built_against_another_Sdk_is_refused_with_both_versions()
    {
        var path = Emit(new Version(9, 1, 0, 0));

        Load(path).Should().Throw<LoadLabException>()
            .WithMessage($"Scenario assembly '{path}' was built against LoadLab.Sdk 9.1.0, and this LoadLab has {Sdk.ToString(3)}.")
            .Which.Hint.Should().Be($"Build it again against LoadLab.Sdk {Sdk.ToString(3)}.");
    }

    [Fact]
    public void Assembly_without_a_scenario_says_what_to_add()
    {
        var path = Emit(Sdk);

        Load(path).Should().Throw<LoadLabException>().WithMessage($"Scenario assembly '{path}' has no scenarios.");
    }

    [Fact]
    public void A_source_that_throws_when_it_is_asked_says_what()
    {
        var path = EmitSource(MethodAttributes.Public);

        Load(path).Should().Throw<LoadLabException>().WithMessage("Scenario source 'Mine' threw FormatException: no such plan").Which.Hint.Should().Be("Mend its constructor, its fields or Scenarios.");
    }

    [Fact]
    public void A_source_that_cannot_be_made_says_what_it_lacks()
    {
        var path = EmitSource(MethodAttributes.Assembly);

        Load(path).Should().Throw<LoadLabException>().WithMessage("Scenario source 'Mine' has no public constructor without parameters.");
    }

    private static Version Sdk => typeof(IScenarioSource).Assembly.GetName().Version!;

    private static Func<IReadOnlyList<ScenarioProps>> Load(string path) => () => ScenarioAssembly.Load(path);

    /// <summary>An assembly with a source whose scenarios throw.</summary>
    private string EmitSource(MethodAttributes constructor)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Scenarios"), typeof(object).Assembly);
        var type = assembly.DefineDynamicModule("Scenarios").DefineType("Mine", TypeAttributes.Public, typeof(object), [typeof(IScenarioSource)]);
        type.DefineDefaultConstructor(constructor);
        var get = type.DefineMethod(
            "get_Scenarios", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.SpecialName,
            typeof(IReadOnlyList<ScenarioProps>), Type.EmptyTypes).GetILGenerator();
        get.Emit(OpCodes.Ldstr, "no such plan");
        get.Emit(OpCodes.Newobj, typeof(FormatException).GetConstructor([typeof(string)])!);
        get.Emit(OpCodes.Throw);
        type.CreateType();
        var path = Path.Combine(_directory.FullName, "Scenarios.dll");
        assembly.Save(path);
        return path;
    }

    /// <summary>An assembly whose one type derives from a type of a LoadLab.Sdk of that version.</summary>
    private string Emit(Version sdkVersion)
    {
        var sdk = new PersistedAssemblyBuilder(new AssemblyName("LoadLab.Sdk") { Version = sdkVersion }, typeof(object).Assembly);
        var parent = sdk.DefineDynamicModule("LoadLab.Sdk").DefineType("LoadLab.Sdk.Marker", TypeAttributes.Public);
        parent.CreateType();
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Scenarios"), typeof(object).Assembly);
        assembly.DefineDynamicModule("Scenarios").DefineType("Mine", TypeAttributes.NotPublic, parent).CreateType();
        var path = Path.Combine(_directory.FullName, "Scenarios.dll");
        assembly.Save(path);
        return path;
    }
}

/// <summary>Found by the loader test: this test assembly is a scenario assembly too.</summary>
public sealed class ScenariosInTheTests : IScenarioSource
{
    public IReadOnlyList<ScenarioProps> Scenarios { get; } = [Scenario.Create("in-the-tests", _ => Task.FromResult<IResponse>(Response.Ok()))];
}
