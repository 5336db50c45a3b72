using LoadLab.Core.Production;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>How a period kept the SLAs and SLOs, as Markdown.</summary>
public sealed class ComplianceMarkdownReport : TextReport<ComplianceReport>
{
    /// <inheritdoc/>
    public override string Name => "md";

    /// <inheritdoc/>
    public override string Summary => "Markdown for people.";

    /// <inheritdoc/>
    public override string FileName => "compliance.md";

    /// <inheritdoc/>
    protected override string Compose(ComplianceReport subject) => ComplianceMarkdown.Of(subject);
}
