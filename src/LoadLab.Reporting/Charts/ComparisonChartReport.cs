using LoadLab.Core.Running;

namespace LoadLab.Reporting.Charts;

/// <summary>Both sides of a comparison on one clock, as <c>.png</c> or <c>.svg</c>. Stateless, thread-safe.</summary>
public sealed class ComparisonChartReport : IReport<ComparedRuns>
{
    /// <inheritdoc/>
    public string Name => "chart";

    /// <inheritdoc/>
    public string Summary => "Draw both sides on one clock into this file: .png or .svg.";

    /// <inheritdoc/>
    public string FileName => "comparison.png";

    /// <inheritdoc/>
    public void Check(string path) => ChartFile.Check(path);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WriteAsync(ComparedRuns subject, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(path);
        ChartFile.Write(ComparisonChart.Build(subject.Before, subject.After), path);
        return Task.FromResult<IReadOnlyList<string>>([path]);
    }
}
