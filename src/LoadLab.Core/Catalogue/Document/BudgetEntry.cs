using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Catalogue.Document;

/// <summary>An error budget as the document computes it (<c>budgets:</c>).</summary>
internal sealed record BudgetEntry : CatalogueEntry
{
    /// <summary>Share that must be good, 0 to 1.</summary>
    public required decimal TargetRatio { get; init; }

    /// <summary>The period of the budget.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>The budget that the document gives.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>(1 − target) × period.</summary>
    public TimeSpan Computed => TimeSpan.FromTicks((long)((1 - TargetRatio) * Period.Ticks));

    /// <inheritdoc/>
    public override string Kind => "budget";

    /// <inheritdoc/>
    public override string Says => $"{Units.Percent((double)TargetRatio)} over {DurationValue.Format(Period)} leaves {DurationValue.Format(Budget)}";
}
