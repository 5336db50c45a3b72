using LoadLab.Core.Gate;
using LoadLab.Core.Running;
using LoadLab.Core.Text;
using LoadLab.Reporting.Figures;

namespace LoadLab.Reporting.Markdown;

/// <summary>A gate as the summary of a GitHub job: all rows, and the run's report below them.</summary>
public sealed class JobSummaryReport : TextReport<GateResult>, IRefusalReport
{
    /// <inheritdoc/>
    public override string Name => "job-summary";

    /// <inheritdoc/>
    public override string Summary => "The summary of a GitHub job.";

    /// <inheritdoc/>
    public override string FileName => "summary.md";

    /// <inheritdoc/>
    protected override string Compose(GateResult subject) => GateMarkdown.Summary(subject);

    /// <inheritdoc/>
    public string Text(GateRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return PlainText.Whole(GateMarkdown.Refused(refusal));
    }
}
