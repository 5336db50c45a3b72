using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Running;

namespace LoadLab.Reporting.Charts;

/// <summary>
/// Writes the charts of a capacity search into the run's folder: <c>capacity-rate</c>, <c>capacity-users</c> and <c>headroom</c>, each as PNG, SVG and CSV. Writes
/// nothing for other runs, and where no font is installed: the HTML report has the charts too. Stateless, thread-safe.
/// </summary>
public sealed class CapacityReport : IReport<JudgedRun>
{
    /// <summary>Name of the chart of what is held against what must be held.</summary>
    public const string HeadroomName = "headroom";

    /// <inheritdoc/>
    public string Name => "capacity";

    /// <inheritdoc/>
    public string Summary => "The charts of a capacity search as PNG, SVG and CSV.";

    /// <inheritdoc/>
    public string FileName => "capacity.svg";

    /// <summary>Name of the chart of a search, without ending.</summary>
    public static string NameOf(CapacityModel model) => model == CapacityModel.Rate ? "capacity-rate" : "capacity-users";

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WriteAsync(JudgedRun subject, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var directory = Path.GetDirectoryName(path) ?? "";
        var files = new List<string>();
        try
        {
            foreach (var (answer, picture) in CapacityFigures.Pictures(subject))
            {
                files.AddRange(CapacityChart.Write(picture, directory, NameOf(answer.Model)));
            }

            if (CapacityFigures.Targets(subject.Evaluation.Capacity) is { Count: > 0 } targets)
            {
                files.AddRange(HeadroomChart.Write(targets, subject.Record.Plan.Suite, directory, HeadroomName));
            }
        }
        catch (LoadLabException)
        {
            // No font: the Markdown report says what to install, and a picture less changes no answer.
        }

        return Task.FromResult<IReadOnlyList<string>>(files);
    }
}
