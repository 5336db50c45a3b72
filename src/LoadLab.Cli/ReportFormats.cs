using LoadLab.Core.Gate;
using LoadLab.Core.Production;
using LoadLab.Core.Running;
using LoadLab.Reporting.Charts;
using LoadLab.Reporting.GitHub;
using LoadLab.Reporting.Html;
using LoadLab.Reporting.Json;
using LoadLab.Reporting.JUnit;
using LoadLab.Reporting.Markdown;

namespace LoadLab.Cli;

/// <summary>Every format of every report. A new one is its class and a line here.</summary>
internal sealed record ReportFormats
{
    /// <summary>Of each run, written into its folder; the first is the one to read first.</summary>
    public IReadOnlyList<IReport<JudgedRun>> Run { get; init; } = [new HtmlReport(), new MarkdownReport(), new CapacityReport()];

    /// <summary>Of a gate, each an option <c>--NAME FILE</c>.</summary>
    public IReadOnlyList<IReport<GateResult>> Gate { get; init; } = [new JUnitReport(), new CommentReport()];

    /// <summary>Of a comparison, each an option <c>--NAME FILE</c>.</summary>
    public IReadOnlyList<IReport<ComparedRuns>> Comparison { get; init; } = [new ComparisonChartReport()];

    /// <summary>Of a period, each a value of <c>--format</c>; the first is the default.</summary>
    public IReadOnlyList<ITextReport<ComplianceReport>> Compliance { get; init; } = [new ComplianceMarkdownReport(), new ComplianceHtmlReport(), new ComplianceJsonReport()];

    /// <summary>What a gate appends to the summary of a GitHub job.</summary>
    public ITextReport<GateResult> JobSummary { get; init; } = new JobSummaryReport();

    /// <summary>What a gate prints for the runner of a GitHub job.</summary>
    public ITextReport<GateResult> Annotations { get; init; } = new AnnotationsReport();
}
