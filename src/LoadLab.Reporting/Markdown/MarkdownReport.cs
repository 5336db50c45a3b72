using LoadLab.Core;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;

namespace LoadLab.Reporting.Markdown;

/// <summary>
/// Writes <c>report.md</c> and beside it <c>chart.png</c>. Where no font is installed the chart is left out, and the report says so.
/// Stateless, thread-safe.
/// </summary>
public sealed class MarkdownReport : IReport
{
    /// <summary>Name of the report.</summary>
    public const string FileName = "report.md";

    /// <summary>Name of the picture.</summary>
    public const string ChartFileName = "chart.png";

    private readonly Func<RunRecord, RunEvaluation, byte[]> _chart;

    /// <summary>With the chart of <see cref="RunChart"/>.</summary>
    public MarkdownReport()
        : this(RunChart.Png)
    {
    }

    internal MarkdownReport(Func<RunRecord, RunEvaluation, byte[]> chart) => _chart = chart;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(RunRecord record, RunEvaluation evaluation, string directory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var report = Path.Combine(directory, FileName);
        var files = new List<string> { report };
        string? note = null;
        try
        {
            var picture = Path.Combine(directory, ChartFileName);
            await File.WriteAllBytesAsync(picture, _chart(record, evaluation), cancellationToken);
            files.Add(picture);
        }
        catch (LoadLabException missing)
        {
            // Figures without a picture are worth more than no report: the reader is told what to install.
            note = $"{missing.Message} {missing.Hint}";
        }

        await File.WriteAllTextAsync(report, MarkdownText.Of(record, evaluation, note), cancellationToken);
        return files;
    }
}
