using LoadLab.Core.Running;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Reporting.Html;

/// <summary>
/// Writes <c>report.html</c>: one file that asks nobody for anything, with the chart as inline SVG, for light and dark. Needs no fonts.
/// Stateless, thread-safe.
/// </summary>
public sealed class HtmlReport : IReport
{
    /// <summary>Name of the report.</summary>
    public const string FileName = "report.html";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> WriteAsync(RunRecord record, RunEvaluation evaluation, string directory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var path = Path.Combine(directory, FileName);
        await File.WriteAllTextAsync(path, HtmlText.Of(record, evaluation), cancellationToken);
        return [path];
    }
}
