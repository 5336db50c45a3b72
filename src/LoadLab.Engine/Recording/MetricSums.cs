using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Text;

namespace LoadLab.Engine.Recording;

/// <summary>All metrics and checks of a run, over its phases. Belongs to the collector's thread until the run has ended.</summary>
/// <param name="table">Their numbers.</param>
internal sealed class MetricSums(MetricTable table)
{
    private readonly List<MetricSeries> _series = [];

    /// <summary>Second by second, as measures.</summary>
    public IReadOnlyList<ProbeSeries> ToSeries() => [.. Ordered().SelectMany(series => series.ToSeries())];

    /// <summary>What they came to; null when there are none.</summary>
    public CustomResults? ToResults() => _series.Count == 0 ? null : new CustomResults(
        [.. Ordered().Where(series => series.Entry.Kind != CustomKind.Check).Select(series => series.ToMetric())],
        [.. Ordered().Where(series => series.Entry.Kind == CustomKind.Check).Select(series => series.ToCheck())]);

    /// <summary>What was left out.</summary>
    public IEnumerable<Finding> Findings()
    {
        if (table.Lost > 0)
        {
            yield return new Finding(
                "metric-names", FindingSeverity.Warning,
                FormattableString.Invariant($"{table.Lost:#,0} values of metrics or checks were left out; the first was one of {table.FirstLost}"),
                FormattableString.Invariant($"{MetricTable.Limit} metrics with their tags and checks, {MetricTable.TrendLimit} of them trends; names and tags of up to 200 characters, and no brackets in a tag"),
                "Give metrics, tags and checks fixed names, without ids.");
        }

        if (table.FirstOfTwoUnits.Length > 0)
        {
            yield return new Finding(
                "metric-units", FindingSeverity.Warning, $"{table.FirstOfTwoUnits}: they were put together", "one unit for all metrics of a kind and name",
                "Give one of them another name, or both the same unit; the figures of this metric say nothing.");
        }

        if (table.Invalid > 0)
        {
            yield return new Finding(
                "metric-values", FindingSeverity.Warning,
                FormattableString.Invariant($"{Units.Counted(table.Invalid, "value of a metric is no number, and was", "values of metrics are no numbers, and were")} left out; the first was one of {table.FirstInvalid}"),
                "finite numbers, and for a counter none below 0",
                "Look at what the scenario or script gives it.");
        }
    }

    /// <summary>Takes in what threads recorded.</summary>
    public void Add(RecordingInterval interval)
    {
        var cells = interval.Metrics;
        Grow();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] is { Count: > 0 } cell)
            {
                _series[i].Add(cell);
            }
        }
    }

    /// <summary>Ends a second of a phase: see <see cref="MetricSeries.Sample"/>.</summary>
    public void Sample(double start, double second)
    {
        Grow();
        foreach (var series in second > start ? _series : [])
        {
            series.Sample(start, second);
        }
    }

    private void Grow()
    {
        var entries = table.Entries;
        for (var i = _series.Count; i < entries.Count; i++)
        {
            _series.Add(new MetricSeries(entries[i]));
        }
    }

    private IEnumerable<MetricSeries> Ordered() => _series.OrderBy(series => series.Entry.Kind).ThenBy(series => series.Entry.Name, StringComparer.Ordinal).ThenBy(series => series.Entry.Tag, StringComparer.Ordinal);
}
