using LoadLab.Core.Gate;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>A gate as the summary of a GitHub job: all rows, and the run's report below them.</summary>
public sealed class JobSummaryReport : TextReport<GateResult>
{
    /// <inheritdoc/>
    public override string Name => "job-summary";

    /// <inheritdoc/>
    public override string Summary => "The summary of a GitHub job.";

    /// <inheritdoc/>
    public override string FileName => "summary.md";

    /// <inheritdoc/>
    public override string Text(GateResult subject) => GateMarkdown.Summary(subject);
}
