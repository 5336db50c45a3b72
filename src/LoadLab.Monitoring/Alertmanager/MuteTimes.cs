using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Text;
using LoadLab.Monitoring.Documents;

namespace LoadLab.Monitoring.Alertmanager;

/// <summary>
/// Announced maintenance as time intervals, day by day in UTC. Alertmanager knows whole minutes: a window that begins or ends within one is muted from the
/// next and until the last full one, because nothing outside may be muted.
/// </summary>
internal static class MuteTimes
{
    /// <summary>The names of the intervals, one a window.</summary>
    public static IReadOnlyList<string> Names(SloCatalogue catalogue) => [.. Windows(catalogue).Select(Name)];

    /// <summary>The intervals.</summary>
    public static YamlArray Of(SloCatalogue catalogue)
    {
        var intervals = new YamlArray();
        foreach (var window in Windows(catalogue))
        {
            intervals.Add(new YamlObject { { "name", Name(window) }, { "time_intervals", new YamlArray(Days(window.From, window.To)) } });
        }

        return intervals;
    }

    /// <summary>Windows that have a whole minute in them.</summary>
    private static IEnumerable<MaintenanceWindow> Windows(SloCatalogue catalogue) => catalogue.Maintenance
        .Select(window => window with { From = Minute(window.From.ToUniversalTime(), up: true), To = Minute(window.To.ToUniversalTime(), up: false) })
        .Where(window => window.To > window.From).Distinct();

    private static DateTimeOffset Minute(DateTimeOffset moment, bool up)
    {
        var rest = moment.Ticks % TimeSpan.TicksPerMinute;
        return rest == 0 ? moment : moment.AddTicks((up ? TimeSpan.TicksPerMinute : 0) - rest);
    }

    private static string Name(MaintenanceWindow window) => $"maintenance {MomentText.Format(window.From)} to {MomentText.Format(window.To)}: {window.Reason}";

    /// <summary>A part for a day that is not muted as a whole, and one for the whole days of a month.</summary>
    private static IEnumerable<YamlObject> Days(DateTimeOffset from, DateTimeOffset to)
    {
        for (var at = from; at < to;)
        {
            var next = new DateTimeOffset(at.Date.AddDays(1), TimeSpan.Zero);
            if (at.TimeOfDay > TimeSpan.Zero || next > to)
            {
                var end = next < to ? next : to;
                yield return Interval(at, at.Day.ToString(CultureInfo.InvariantCulture), new YamlObject
                {
                    { "start_time", at.ToString("HH:mm", CultureInfo.InvariantCulture) },
                    { "end_time", end == next ? "24:00" : end.ToString("HH:mm", CultureInfo.InvariantCulture) },
                });
                at = end;
                continue;
            }

            var month = new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
            var until = new DateTimeOffset((to < month ? to : month).Date, TimeSpan.Zero);
            var last = until.AddDays(-1).Day;
            yield return Interval(at, at.Day == last ? FormattableString.Invariant($"{last}") : FormattableString.Invariant($"{at.Day}:{last}"), null);
            at = until;
        }
    }

    private static YamlObject Interval(DateTimeOffset day, string days, YamlObject? times) => new()
    {
        { "years", new YamlArray([day.Year.ToString(CultureInfo.InvariantCulture)]) },
        { "months", new YamlArray([day.Month.ToString(CultureInfo.InvariantCulture)]) },
        { "days_of_month", new YamlArray([days]) },
        { "times", times is null ? null : new YamlArray([times]) },
    };
}
