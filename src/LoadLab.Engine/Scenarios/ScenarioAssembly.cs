using System.Reflection;
using System.Runtime.Loader;
using LoadLab.Core;
using LoadLab.Sdk;

namespace LoadLab.Engine.Scenarios;

/// <summary>Loads scenarios from an assembly that was built against the Sdk.</summary>
public static class ScenarioAssembly
{
    private const string SdkName = "LoadLab.Sdk";

    /// <summary>The scenarios of all public <see cref="IScenarioSource"/> types of the assembly at <paramref name="path"/>.</summary>
    /// <exception cref="LoadLabException">Missing, not an assembly, built against another Sdk, or without scenarios (104); says which.</exception>
    public static IReadOnlyList<ScenarioProps> Load(string path)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw Bad($"Scenario assembly '{path}' is not there.", "Build it (dotnet build -c Release), or mend 'scenarios:' in the suite.");
        }

        CheckSdk(full);
        try
        {
            var assembly = new ScenarioLoadContext(full).LoadFromAssemblyPath(full);
            var sources = assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(IScenarioSource)));
            ScenarioProps[] scenarios = [.. sources.SelectMany(Create)];
            return Checked(path, scenarios);
        }
        catch (Exception fault) when (IsOfLoading(Cause(fault)))
        {
            throw Bad($"Scenario assembly '{path}' cannot be loaded: {Cause(fault).Message}", "Build it again with the packages it needs beside it.", fault);
        }
    }

    private static void CheckSdk(string path)
    {
        var ours = typeof(IScenarioSource).Assembly.GetName().Version!;
        var theirs = ReferencedSdk(path)
            ?? throw Bad($"Scenario assembly '{path}' does not reference {SdkName}.", $"Reference {SdkName} {ours.ToString(3)} and implement {nameof(IScenarioSource)}.");
        // Before 1.0 each minor version may break; from then on only majors do.
        if (theirs.Major != ours.Major || (ours.Major == 0 && theirs.Minor != ours.Minor) || theirs.Minor > ours.Minor)
        {
            throw Bad(
                $"Scenario assembly '{path}' was built against {SdkName} {theirs.ToString(3)}, and this LoadLab has {ours.ToString(3)}.",
                $"Build it again against {SdkName} {ours.ToString(3)}.");
        }
    }

    /// <summary>Read from the file's metadata, so that nothing of a wrong assembly is loaded.</summary>
    private static Version? ReferencedSdk(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var file = new System.Reflection.PortableExecutable.PEReader(stream);
            if (!file.HasMetadata)
            {
                throw new BadImageFormatException("it has no .NET metadata");
            }

            var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
            return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
                .Where(reference => metadata.StringComparer.Equals(reference.Name, SdkName))
                .Select(reference => reference.Version)
                .FirstOrDefault();
        }
        catch (BadImageFormatException fault)
        {
            throw Bad($"'{path}' is not a .NET assembly: {fault.Message}.", "Name the scenario project's DLL.", fault);
        }
    }

    private static IReadOnlyList<ScenarioProps> Create(Type type)
    {
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw Bad($"Scenario source '{type.FullName}' has no public constructor without parameters.", $"Give it one: LoadLab makes it, and asks it for {nameof(IScenarioSource.Scenarios)}.");
        }

        try
        {
            return ((IScenarioSource)Activator.CreateInstance(type)!).Scenarios;
        }
        catch (Exception fault) when (Cause(fault) is var cause && !IsOfLoading(cause))
        {
            throw Bad($"Scenario source '{type.FullName}' threw {cause.GetType().Name}: {cause.Message}", $"Mend its constructor, its fields or {nameof(IScenarioSource.Scenarios)}.", cause);
        }
    }

    /// <summary>What happened, without what .NET put around it.</summary>
    private static Exception Cause(Exception fault) => fault is TargetInvocationException or TypeInitializationException && fault.InnerException is { } inner ? Cause(inner) : fault;

    /// <summary>A package that the assembly needs is not there.</summary>
    private static bool IsOfLoading(Exception fault) => fault is ReflectionTypeLoadException or FileNotFoundException or FileLoadException or TypeLoadException or MissingMemberException;

    private static ScenarioProps[] Checked(string path, ScenarioProps[] scenarios)
    {
        if (scenarios.Length == 0)
        {
            throw Bad($"Scenario assembly '{path}' has no scenarios.", $"Add a public class with a parameterless constructor that implements {nameof(IScenarioSource)}.");
        }

        var twice = scenarios.GroupBy(scenario => scenario.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? scenarios : throw Bad($"Scenario assembly '{path}' has two scenarios named '{twice.Key}'.", "Give each a name of its own.");
    }

    private static LoadLabException Bad(string message, string hint, Exception? inner = null) => new(ExitCode.BadConfiguration, message, hint, inner);

    /// <summary>Loads the assembly's own packages beside it, and the Sdk from LoadLab: its types must be the same on both sides.</summary>
    private sealed class ScenarioLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name != SdkName && _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }
}
