using LoadLab.Core;
using LoadLab.Core.Capacity;
using LoadLab.Core.Capacity.Search;

namespace LoadLab.Reporting.Charts;

/// <summary>Bars of what each variant of a suite holds, with its 95 % interval, and how busy its busiest resource was.</summary>
public static class StudyChart
{
    private const double BarWidth = 0.5;

    /// <summary>Writes PNG, SVG and CSV into a directory, named <paramref name="name"/>.</summary>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="LoadLabException">A chart cannot be drawn or written (104).</exception>
    public static IReadOnlyList<string> Write(IReadOnlyList<StudyRow> rows, string subject, string directory, string name)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(name);
        var model = Build(rows, subject);
        return ChartSet.Write(model, model, directory, name);
    }

    internal static ChartModel Build(IReadOnlyList<StudyRow> rows, string subject)
    {
        var model = rows.Count > 0 ? rows[0].Answer.Model : CapacityModel.Rate;
        var (series, notes) = (new List<ChartSeries>(), new List<ChartNote>());
        foreach (var (row, at) in rows.Select((row, at) => (row, at)))
        {
            if (row.Answer.Held is not { } held)
            {
                notes.Add(new ChartNote(at + 0.5, 0, "no answer"));
                continue;
            }

            var ink = row.Answer.Load is null ? Ink.Planned : Ink.Flow;
            var top = double.IsFinite(held.High) ? held.High : held.Estimate;
            series.Add(new ChartSeries("", ink, [at + ((1 - BarWidth) / 2), at + ((1 + BarWidth) / 2)], [held.Estimate, held.Estimate]) { Filled = true, Full = row.Variant.Name });
            series.Add(new ChartSeries("", ink, [at + 0.5], [held.Estimate]) { Intervals = [(held.Low, top)], Full = row.Variant.Name });
            notes.Add(new ChartNote(at + 0.5, 0, CapacityText.Held(row.Answer) ?? "no answer"));
        }

        var values = series.SelectMany(one => one.Y).Concat(series.SelectMany(one => one.Intervals).Select(interval => interval.High)).Append(1);
        var busy = new ChartSeries("", Ink.Resource, [.. rows.Select((_, at) => at + 0.5)], [.. rows.Select(row => row.Busiest?.BusyRatio ?? double.NaN)])
        {
            Intervals = [.. rows.Select(row => (row.Busiest?.BusyRatio ?? double.NaN, row.Busiest?.BusyRatio ?? double.NaN))],
            LargestGap = 0,
            Full = "busiest resource",
        };
        return new ChartModel(
            Math.Max(1, rows.Count), [], [],
            [
                new ChartPanel("Held by each variant", model == CapacityModel.Rate ? "1/s" : "users", series, [], ValueAxis.For(values, [], mayBeLog: false, headroom: 1.2), 6) { Notes = notes },
                new ChartPanel("Busiest resource at the highest loads that hold", "ratio", [busy], [], ValueAxis.For(busy.Y.Where(double.IsFinite), [], mayBeLog: false, atLeast: 1, headroom: 1.3), 4)
                {
                    Notes = [.. rows.Select((row, at) => (row, at)).Where(pair => pair.row.Busiest is not null).Select(pair => new ChartNote(pair.at + 0.5, pair.row.Busiest!.BusyRatio, pair.row.Busiest.Name))],
                },
            ])
        {
            Ticks = [.. rows.Select((row, at) => (at + 0.5, Short(row.Variant)))],
            AxisTitle = rows.Count > 0 ? string.Join(", ", rows[0].Variant.Settings.Select(setting => setting.Key.Split('.')[^1])) : "",
            Title = $"What variants of {subject} hold",
        };
    }

    private static string Short(CapacityVariant variant) => string.Join(", ", variant.Settings.Select(setting => setting.Value));
}
