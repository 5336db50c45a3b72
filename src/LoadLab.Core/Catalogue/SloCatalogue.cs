using LoadLab.Core.Budgets;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue;

/// <summary>
/// An SLO document, executable: its services and its rows. Immutable. A row with <c>tier: sla</c> and one with <c>tier: slo</c> on the
/// same indicator are two rows with a verdict each; what they say together is
/// <c>IndicatorStatus</c>: inside the SLA and outside the SLO is WARN, never green.
/// </summary>
public sealed record SloCatalogue
{
    /// <summary>The format that is read.</summary>
    public const string FormatVersion = "1";

    /// <summary>One without rows, for a run that no catalogue belongs to.</summary>
    public static SloCatalogue None { get; } = new() { Name = "", Services = new Dictionary<string, ServiceMap>(StringComparer.Ordinal), Slos = [] };

    /// <summary>Its name; suites refer to it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";

    /// <summary>How large one instance is, in words: what a row <c>per: instance</c> is about. Empty when nothing says.</summary>
    public string Instance { get; init; } = "";

    /// <summary>The services.</summary>
    public required IReadOnlyDictionary<string, ServiceMap> Services { get; init; }

    /// <summary>The rows, in the document's order.</summary>
    public required IReadOnlyList<Slo> Slos { get; init; }

    /// <summary>What else the document says: alerts, budgets, its dashboard, its example report, who decides what.</summary>
    public IReadOnlyList<CatalogueEntry> Document { get; init; } = [];

    /// <summary>Announced maintenance of production, which does not count.</summary>
    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    /// <summary>The alerts on burn rates; the four of the Site Reliability Workbook unless <c>burnRates:</c> says otherwise.</summary>
    public IReadOnlyList<BurnRateRule> BurnRates { get; init; } = BurnRateRule.Standard;

    /// <summary>Alerts that are expected, and have a ticket.</summary>
    public IReadOnlyList<KnownIssue> KnownIssues { get; init; } = [];

    /// <summary>All entries: the rows, then the rest of the document.</summary>
    public IEnumerable<CatalogueEntry> Entries => Slos.Concat(Document);

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="LoadLabException">It is not there or not right (104); with every fault.</exception>
    public static SloCatalogue Load(string path) => Load(path, Variables.None);

    /// <summary>Reads a catalogue, with its <c>${NAME}</c> replaced.</summary>
    /// <exception cref="LoadLabException">It is not there or not right (104); with every fault.</exception>
    public static SloCatalogue Load(string path, Variables variables)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Bind(YamlDocument.Load(path), variables);
    }

    /// <summary>Reads a catalogue from text; <paramref name="file"/> is for messages.</summary>
    /// <exception cref="LoadLabException">It is not right (104); with every fault.</exception>
    public static SloCatalogue Parse(string text, string file) => Bind(YamlDocument.Parse(text, file), Variables.None);

    /// <summary>Path of the catalogue named <paramref name="name"/> in <paramref name="directory"/>.</summary>
    /// <exception cref="LoadLabException">There is none (104); with the nearest names and all that there are.</exception>
    public static string PathOf(string directory, string name) => NamedFiles.Find(directory, name, "catalogue");

    /// <summary>Names of the catalogues in <paramref name="directory"/>, sorted.</summary>
    public static IReadOnlyList<string> NamesIn(string directory) => NamedFiles.List(directory);

    /// <summary>The entry with this id.</summary>
    /// <exception cref="LoadLabException">There is none (104); with the nearest ids.</exception>
    public CatalogueEntry Find(string id) => Entries.FirstOrDefault(entry => entry.Id == id)
        ?? throw new LoadLabException(
            ExitCode.BadConfiguration,
            $"Catalogue '{Name}' has no entry '{id}'.{NearestName.Sentence(id, Entries.Select(entry => entry.Id))}",
            "All ids: loadlab slo list");

    /// <summary>The rows named by <paramref name="ids"/>; all of them when none is named.</summary>
    /// <exception cref="LoadLabException">An id is unknown (104); with every unknown one.</exception>
    public IReadOnlyList<Slo> Select(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var faults = FindUnknown(ids);
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, faults, $"Catalogue '{Name}' has: {string.Join(", ", Slos.Select(slo => slo.Id))}.");
        }

        return ids.Count == 0 ? Slos : [.. Slos.Where(slo => ids.Contains(slo.Id))];
    }

    internal IReadOnlyList<string> FindUnknown(IReadOnlyList<string> ids)
    {
        var known = Slos.Select(slo => slo.Id).ToHashSet(StringComparer.Ordinal);
        return [.. ids.Where(id => !known.Contains(id)).Select(id => $"slos: catalogue '{Name}' has no SLO '{id}'.{NearestName.Sentence(id, known)}")];
    }

    private static SloCatalogue Bind(YamlMap map, Variables variables)
    {
        var faults = new List<string>();
        var expander = new VariableExpander(variables);
        var catalogue = new CatalogueReader(new YamlReader(expander.Expand(map), "", faults)).Read();
        faults = [.. expander.Faults, .. expander.WithoutFollowing(faults)];
        return faults.Count == 0
            ? catalogue
            : throw new LoadLabException(ExitCode.BadConfiguration, faults, "Every key of a catalogue: scenarios/docs/catalogue-reference.md in the checkout of LoadLab.");
    }
}
