using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>
/// A suite as written, with what the command line changed. Reading it finds syntax errors; asking it for anything finds every
/// other fault that can be told without the scenario assembly, all at once. Immutable.
/// </summary>
public sealed class SuiteFile
{
    private readonly YamlMap _map;
    private readonly Variables _variables;
    private readonly Lazy<SuiteDefinition> _definition;

    private SuiteFile(string path, YamlMap map, IReadOnlyDictionary<string, string> overrides, Variables variables)
    {
        Path = path;
        Overrides = overrides;
        _map = map;
        _variables = variables;
        _definition = new Lazy<SuiteDefinition>(ReadDefinition);
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The folder of the suite's file: what its paths start from.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>What <c>--set</c> changed; secrets are left out, and variables stand as they were written.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; }

    /// <summary>Name of the suite.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Name => Definition.Name;

    /// <summary>What the suite is for.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Description => Definition.Description;

    /// <summary>Name of the scenario assembly, or the path of its .dll, or that of a k6 script.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string ScenarioAssembly => Definition.ScenarioAssembly;

    /// <summary>What makes the load: one of <see cref="DriverWords"/>.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Driver => Definition.Driver;

    /// <summary>The container image of the real k6, <c>stack.images.k6</c>; null for the k6 on PATH.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string? K6Image => Definition.Stack.Images.GetValueOrDefault(DriverWords.K6);

    /// <summary>Settings that scenarios and probes read.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public IReadOnlyDictionary<string, string> Settings => Definition.Settings;

    /// <summary>Name of the SLO catalogue, or its path.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Catalogue => Definition.Catalogue;

    /// <summary>What it maps of the target's metrics: measure name to selector.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public IReadOnlyDictionary<string, string> Metrics => Definition.Metrics;

    /// <summary>False when it has faults: then asking it for anything else throws.</summary>
    public bool IsRight
    {
        get
        {
            try
            {
                return Definition is not null;
            }
            catch (LoadLabException)
            {
                return false;
            }
        }
    }

    internal SuiteDefinition Definition => _definition.Value;

    /// <summary>Reads a suite.</summary>
    /// <exception cref="LoadLabException">It is not there, or not YAML (104).</exception>
    public static SuiteFile Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new SuiteFile(path, YamlDocument.Load(path), Empty, Variables.None);
    }

    /// <summary>Reads a suite from text; <paramref name="file"/> is for messages.</summary>
    /// <exception cref="LoadLabException">It is not YAML (104).</exception>
    public static SuiteFile Parse(string text, string file) => new(file, YamlDocument.Parse(text, file), Empty, Variables.None);

    /// <summary>The suite whose <c>${NAME}</c> are replaced when it is asked for anything.</summary>
    public SuiteFile WithVariables(Variables variables) => new(Path, _map, Overrides, variables);

    /// <summary>A value as written, by its keys, for what must be known before the whole is read; null when there is none.</summary>
    public string? Written(params ReadOnlySpan<string> keys)
    {
        YamlNode? node = _map;
        foreach (var key in keys)
        {
            node = (node as YamlMap)?.Find(key);
        }

        return (node as YamlScalar)?.Text;
    }

    /// <summary>
    /// The suite with values replaced by dotted path, as <c>--set</c> does: <c>lms.delay</c>, <c>phases.users-1000.hold</c> (a phase by
    /// its name), <c>settings.upload.bytes</c>. Faults in the values name <c>--set</c>.
    /// </summary>
    /// <exception cref="LoadLabException">A path leads nowhere (104); with every such one.</exception>
    public SuiteFile WithOverrides(IEnumerable<KeyValuePair<string, string>> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var faults = new List<string>();
        var map = _map;
        var kept = new SortedDictionary<string, string>(Overrides.ToDictionary(), StringComparer.Ordinal);
        foreach (var (key, value) in overrides)
        {
            map = SuiteOverride.Apply(map, key, value, faults);
            kept[key] = RunRedaction.Shown(key, value);
        }

        return faults.Count == 0
            ? new SuiteFile(Path, map, kept, _variables)
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, "The path of --set is the path of the key in the suite, with dots: lms.pool.size=20.");
    }

    private static SortedDictionary<string, string> Empty => new(StringComparer.Ordinal);

    private SuiteDefinition ReadDefinition()
    {
        var faults = new List<string>();
        var expander = new VariableExpander(_variables);
        var map = expander.Expand(_map);
        var definition = new SuiteReader(new YamlReader(map, "", faults), Path).Read() with { Written = expander.Written };
        if (expander.Faults.Count == 0)
        {
            // A value that is missing contradicts much.
            faults.AddRange(SuiteChecks.FindContradictions(definition));
        }

        faults = [.. expander.Faults, .. expander.WithoutFollowing(faults).Select(_variables.Hide)];
        return faults.Count == 0
            ? definition
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, $"Correct {Path}, or what was given on the command line or by a variable.");
    }
}
