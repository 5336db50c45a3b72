using LoadLab.Core.Yaml;

namespace LoadLab.Core.Suites;

/// <summary>
/// A suite as written, with what the command line changed. Reading it finds syntax errors; asking it for anything finds every
/// other fault that can be told without the scenario assembly, all at once. Immutable.
/// </summary>
public sealed class SuiteFile
{
    private readonly YamlMap _map;
    private readonly Lazy<SuiteDefinition> _definition;

    private SuiteFile(string path, YamlMap map, IReadOnlyDictionary<string, string> overrides)
    {
        Path = path;
        Overrides = overrides;
        _map = map;
        _definition = new Lazy<SuiteDefinition>(ReadDefinition);
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>What <c>--set</c> changed; secrets are left out.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; }

    /// <summary>Name of the suite.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Name => Definition.Name;

    /// <summary>What the suite is for.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Description => Definition.Description;

    /// <summary>Name of the scenario assembly, or the path of its .dll.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string ScenarioAssembly => Definition.ScenarioAssembly;

    /// <summary>Name of the SLO catalogue, or its path.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public string Catalogue => Definition.Catalogue;

    /// <summary>What it maps of the target's metrics: measure name to selector.</summary>
    /// <exception cref="LoadLabException">The suite is not right (104); with every fault.</exception>
    public IReadOnlyDictionary<string, string> Metrics => Definition.Metrics;

    internal SuiteDefinition Definition => _definition.Value;

    /// <summary>Reads a suite.</summary>
    /// <exception cref="LoadLabException">It is not there, or not YAML (104).</exception>
    public static SuiteFile Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new SuiteFile(path, YamlDocument.Load(path), Empty);
    }

    /// <summary>Reads a suite from text; <paramref name="file"/> is for messages.</summary>
    /// <exception cref="LoadLabException">It is not YAML (104).</exception>
    public static SuiteFile Parse(string text, string file) => new(file, YamlDocument.Parse(text, file), Empty);

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
            kept[key] = SuiteOverride.IsSecret(key) ? "(not stored)" : value;
        }

        return faults.Count == 0
            ? new SuiteFile(Path, map, kept)
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, "The path of --set is the path of the key in the suite, with dots: lms.pool.size=20.");
    }

    private static SortedDictionary<string, string> Empty => new(StringComparer.Ordinal);

    private SuiteDefinition ReadDefinition()
    {
        var faults = new List<string>();
        var definition = new SuiteReader(new YamlReader(_map, "", faults), Path).Read();
        faults.AddRange(SuiteChecks.FindContradictions(definition));
        return faults.Count == 0
            ? definition
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, $"Correct {Path}, or what was given with --set.");
    }
}
