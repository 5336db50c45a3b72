using LoadLab.Core.Catalogue;
using LoadLab.Core.Verdicts;
using LoadLab.Monitoring.Documents;
using LoadLab.Monitoring.Rows;

namespace LoadLab.Monitoring.Prometheus;

/// <summary>Steady series in promtool's notation, of what the recording rules would make of the rows' queries.</summary>
internal sealed class MadeUpSeries(SloCatalogue catalogue, IReadOnlyList<WatchedRow> rows)
{
    /// <summary>Events of a slice unless a test says otherwise: enough for every rule.</summary>
    private const decimal Events = 1_000_000;

    /// <summary>The series of all rows.</summary>
    /// <param name="length">How long they go on.</param>
    /// <param name="badRatio">Share of bad events of a row.</param>
    /// <param name="figure">Figure of a row that is no share.</param>
    /// <param name="events">Events of a slice; null for plenty.</param>
    /// <param name="windows">Further windows of a row's figure.</param>
    public YamlArray Of(TimeSpan length, Func<WatchedRow, decimal> badRatio, Func<WatchedRow, decimal> figure, Func<WatchedRow, decimal>? events = null, Func<WatchedRow, IEnumerable<TimeSpan>>? windows = null)
    {
        var series = new YamlArray();
        foreach (var row in rows)
        {
            if (row.Target is not null)
            {
                var all = events is null || row.Target == 1 ? Events : events(row);
                series.Add(Steady(RowNames.Total, row, all, length));
                series.Add(Steady(RowNames.Bad, row, all * badRatio(row), length));
            }

            if (row.Slo.Figure != SloFigure.Share)
            {
                foreach (var window in (windows?.Invoke(row) ?? []).Append(WatchedRow.DefaultWindow).Distinct())
                {
                    series.Add(Steady(RowNames.Figure(window), row, figure(row), length));
                }
            }
        }

        return series;
    }

    private YamlObject Steady(string name, WatchedRow row, decimal value, TimeSpan length) => new()
    {
        { "series", $"{name}{{catalogue={PromQl.Quote(catalogue.Name)},slo={PromQl.Quote(row.Slo.Id)},service={PromQl.Quote(row.Service)},tier={PromQl.Quote(row.Slo.Tier.Word())}}}" },
        { "values", $"{PromQl.Number(value)}+0x{length.Ticks / row.Slice.Ticks}" },
    };
}
