using LoadLab.Core.Catalogue;

namespace LoadLab.Core.Production;

/// <summary>What a Prometheus said of a period. Everything else is computed from it, again at each reading.</summary>
public sealed record ProductionImport
{
    /// <summary>Name of the catalogue.</summary>
    public required string Catalogue { get; init; }

    /// <summary>The slices of the period.</summary>
    public required SliceGrid Grid { get; init; }

    /// <summary>End of the last slice that was over; the period's end when all were.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it was imported.</summary>
    public required DateTimeOffset ImportedAt { get; init; }

    /// <summary>Address of the Prometheus, without anything secret.</summary>
    public required string Source { get; init; }

    /// <summary>Maintenance within the period.</summary>
    public IReadOnlyList<MaintenanceWindow> Maintenance { get; init; } = [];

    /// <summary>What Prometheus warned of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The rows that production can measure, in the catalogue's order.</summary>
    public required IReadOnlyList<ImportedRow> Rows { get; init; }

    /// <summary>True when the period was not over.</summary>
    public bool IsPartial => Until < Grid.Period.To;

    /// <summary>What was reached on a row of a catalogue; null when it was not imported, or for another limit than the catalogue's.</summary>
    public RowAttainment? Analyse(Slo slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        return Find(slo) is { } row ? AttainmentAnalyser.Analyse(slo, row.Samples, row.Buckets, Grid, Maintenance, row.Doubt) : null;
    }

    /// <summary>The row of an SLO, where it was imported for the limit that the SLO has.</summary>
    public ImportedRow? Find(Slo slo)
    {
        ArgumentNullException.ThrowIfNull(slo);
        return Rows.FirstOrDefault(row => row.Id == slo.Id && row.Says == slo.Says && row.Percentile == (slo as ResponseTimeSlo)?.Percentile);
    }
}
