using LoadLab.Core.Production;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Json;

/// <summary>How a period kept the SLAs and SLOs, as one JSON document.</summary>
public sealed class ComplianceJsonReport : TextReport<ComplianceReport>
{
    /// <inheritdoc/>
    public override string Name => "json";

    /// <inheritdoc/>
    public override string Summary => "JSON for scripts.";

    /// <inheritdoc/>
    public override string FileName => "compliance.json";

    /// <inheritdoc/>
    protected override string Compose(ComplianceReport subject) => ComplianceJson.Of(subject) + "\n";
}
