using LoadLab.Core;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Files;
using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;
using LoadLab.Reporting.Charts;

namespace LoadLab.Reporting.Markdown;

/// <summary>
/// Writes <c>report.md</c> and beside it <c>chart.png</c>. Where no font is installed the chart is left out, and the report says so.
/// Stateless, thread-safe.
/// </summary>
public sealed class MarkdownReport : IReport<JudgedRun>
{
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
    public string Name => "markdown";

    /// <inheritdoc/>
    public string Summary => "The whole run as Markdown, with a picture.";

    /// <inheritdoc/>
    public string FileName => "report.md";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WriteAsync(JudgedRun subject, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var files = new List<string> { path };
        string? note = null;
        try
        {
            var picture = Path.Combine(Path.GetDirectoryName(path) ?? "", ChartFileName);
            WholeFile.Write(picture, _chart(subject.Record, subject.Evaluation));
            files.Add(picture);
        }
        catch (LoadLabException missing)
        {
            // Figures without a picture are worth more than no report: the reader is told what to install.
            note = $"{missing.Message} {missing.Hint}";
        }

        WholeFile.Write(path, PlainText.Whole(MarkdownText.Of(subject, note)));
        return Task.FromResult<IReadOnlyList<string>>(files);
    }
}
