using System.Collections.Concurrent;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace LoadLab.Tests.Architecture;

/// <summary>No arrow goes up: read from the compiled assemblies, so that no using, alias or full name can hide one.</summary>
public sealed class FloorTests
{
    /// <summary>Reading Core takes seconds, and three tests look at it.</summary>
    private static readonly ConcurrentDictionary<System.Reflection.Assembly, ArchUnitNET.Domain.Architecture> s_architectures = new();

    [Fact]
    public void Nothing_in_Core_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Core.ExitCode), Floors.Core).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Engine_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Engine.LoadEngine), Floors.Engine).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Stacks_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Stacks.IKillable), Floors.Stacks).Should().BeEmpty();

    [Fact]
    public void Nothing_in_ReferenceLms_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.ReferenceLms.Configuration.LmsOptions), Floors.ReferenceLms).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Reporting_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Reporting.Figures.RunStory), Floors.Reporting).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Monitoring_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Monitoring.IExport), Floors.Monitoring).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Publishing_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Publishing.Live.LivePublisher), Floors.Publishing).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Scaffolding_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Scaffolding.NewProject), Floors.Scaffolding).Should().BeEmpty();

    [Fact]
    public void Nothing_in_K6_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.K6.K6Script), Floors.K6).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Preparation_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Preparation.RunComposition), Floors.Preparation).Should().BeEmpty();

    [Fact]
    public void Nothing_in_Cli_knows_a_floor_above_its_own() => ArrowsUp(typeof(LoadLab.Cli.Composition), Floors.Cli).Should().BeEmpty();

    /// <summary>The rule itself: with the floors turned round, what went down goes up.</summary>
    [Fact]
    public void An_arrow_up_is_told_with_both_its_ends() =>
        ArrowsUp(typeof(LoadLab.Core.ExitCode), [.. Floors.Core.Reverse()]).Should().Contain("LoadLab.Core.Runs.RunRecord knows LoadLab.Core.Measurement.LoadSlice");

    [Fact]
    public void A_namespace_that_has_no_floor_is_told() =>
        ArrowsUp(typeof(LoadLab.Core.ExitCode), [.. Floors.Core.Where(floor => floor != "Trend")]).Should().Contain(line => line.StartsWith("LoadLab.Core.Trend has no floor", StringComparison.Ordinal));

    /// <summary>A type parameter is no type: ArchUnitNET takes the equal ones of generated code for one, whichever class declares it.</summary>
    private static List<string> ArrowsUp(System.Type anchor, IReadOnlyList<string> floors)
    {
        var assembly = anchor.Assembly;
        var root = assembly.GetName().Name!;
        var architecture = s_architectures.GetOrAdd(assembly, one => new ArchLoader().LoadAssemblies(one).Build());
        var heights = floors.SelectMany((names, height) => names.Split(' ').Select(name => (Name: name.Length == 0 ? root : $"{root}.{name}", Height: height)))
            .ToDictionary(floor => floor.Name, floor => floor.Height, StringComparer.Ordinal);
        var types = architecture.Types.Where(type => IsOf(type, root)).ToList();
        var unknown = types.Select(type => type.Namespace.FullName).Distinct().Where(name => !heights.ContainsKey(name)).Select(name => $"{name} has no floor. Put it where it belongs in {nameof(Floors)}.");
        var up = from type in types
                 from target in type.Dependencies.Select(dependency => dependency.Target).Distinct()
                 where target is not GenericParameter && IsOf(target, root)
                     && heights.TryGetValue(type.Namespace.FullName, out var own) && heights.TryGetValue(target.Namespace.FullName, out var other) && other > own
                 select $"{Outer(type)} knows {Outer(target)}";
        return [.. unknown.Concat(up.Distinct()).Order(StringComparer.Ordinal)];
    }

    private static bool IsOf(IType type, string root) =>
        type.Namespace is { } place && (place.FullName == root || place.FullName.StartsWith(root + ".", StringComparison.Ordinal));

    /// <summary>The name of the type that stands in a file: closures and nested types are its own business.</summary>
    private static string Outer(IType type) => type.FullName.Split('+', '/')[0];
}
