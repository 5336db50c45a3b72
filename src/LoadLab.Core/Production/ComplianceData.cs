using LoadLab.Core.Catalogue;
using LoadLab.Core.Store;

namespace LoadLab.Core.Production;

/// <summary>All that a compliance report rests on.</summary>
public sealed record ComplianceData
{
    /// <summary>The catalogue.</summary>
    public required SloCatalogue Catalogue { get; init; }

    /// <summary>The period.</summary>
    public required AttainmentPeriod Period { get; init; }

    /// <summary>Its import; null when there is none.</summary>
    public required ProductionImport? Import { get; init; }

    /// <summary>The import of the period before it; null when there is none.</summary>
    public ProductionImport? Previous { get; init; }

    /// <summary>Runs that began in the period, the oldest first.</summary>
    public IReadOnlyList<RunSummary> Runs { get; init; } = [];

    /// <summary>Of those, the ones that were judged and could be read, the oldest first.</summary>
    public IReadOnlyList<StoredRun> Judged { get; init; } = [];

    /// <summary>Reads all of it from a directory of runs.</summary>
    /// <exception cref="LoadLabException">An import or a judged run cannot be read (104).</exception>
    public static ComplianceData Read(string results, SloCatalogue catalogue, AttainmentPeriod period)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(period);
        var imports = new ImportStore(results);
        var store = new RunStore(results);
        var runs = store.Summaries(new RunFilter(Since: period.From, Until: period.To)).OrderBy(run => run.StartedAt).ThenBy(run => run.RunId, StringComparer.Ordinal).ToList();
        return new ComplianceData
        {
            Catalogue = catalogue,
            Period = period,
            Import = ImportOf(imports, catalogue, period),
            Previous = period.Previous is { } before ? ImportOf(imports, catalogue, before) : null,
            Runs = runs,
            Judged = [.. runs.Where(run => run.Decision is not null).Select(run => store.ReadWithoutHistograms(run.RunId)).Where(run => run.Evaluation is not null)],
        };
    }

    /// <summary>What was imported as this period; else what others have of it.</summary>
    private static ProductionImport? ImportOf(ImportStore imports, SloCatalogue catalogue, AttainmentPeriod period) =>
        imports.Find(catalogue.Name, period) ?? ImportJoin.Of(period, catalogue, imports.List(catalogue.Name));
}
