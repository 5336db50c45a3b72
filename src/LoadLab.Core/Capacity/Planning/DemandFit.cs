using System.Globalization;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Core.Capacity.Planning;

/// <summary>
/// Fits exponential growth to a history of peaks: Theil and Sen's line through their logarithms, and only where Mann and Kendall's test finds a trend (5 %).
/// Otherwise demand stays at its median, with the interval of the slope: no proof of a trend is no proof that there is none. Daily histories are taken as the peaks of their weeks, since days of a week differ and follow each other. Pure.
/// </summary>
public static class DemandFit
{
    /// <summary>Fewest peaks.</summary>
    public const int FewestPeaks = 8;

    /// <summary>Largest error of the claim that there is a trend.</summary>
    public const double LargestError = 0.05;

    /// <summary>Further ahead than this many times its own span a history says nothing.</summary>
    public const double FurthestSpans = 3;

    /// <summary>Times the usual distance of two peaks from which on it is a gap.</summary>
    private const double WideGap = 3;

    /// <summary>Peaks that lie nearer to each other than this are taken by the week.</summary>
    private const double DaysOfWeek = 7;

    /// <summary>The growth.</summary>
    /// <exception cref="LoadLabException">There are fewer than <see cref="FewestPeaks"/> peaks (104).</exception>
    public static DemandGrowth Of(IReadOnlyList<DemandPoint> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var (peaks, isWeekly) = ByWeek([.. history.OrderBy(point => point.Day)]);
        if (peaks.Count < FewestPeaks)
        {
            throw new LoadLabException(
                ExitCode.BadConfiguration,
                string.Create(CultureInfo.InvariantCulture, $"The demand has {peaks.Count} {(isWeekly ? "full week" : "peak")}{(peaks.Count == 1 ? "" : "s")}; {FewestPeaks} are needed to say whether it grows."),
                "Give a longer history, or say the growth yourself: --rate 150/s --growth 8%/month");
        }

        double[] months = [.. peaks.Select(point => YearMonth.Place(point.Day) - YearMonth.Place(peaks[0].Day))];
        double[] logs = [.. peaks.Select(point => Math.Log(point.Peak))];
        var line = TheilSen.Fit(months, logs);
        var hasTrend = line.Error < LargestError;
        var slope = hasTrend ? line.Slope : new Interval(0, Math.Min(0, line.Slope.Low), Math.Max(0, line.Slope.High));
        var last = peaks[^1].Day;
        var level = Math.Exp(line.MedianY + (slope.Estimate * (months[^1] - line.MedianX)));
        double[] residuals = [.. months.Zip(logs, (month, log) => log - line.MedianY - (slope.Estimate * (month - line.MedianX))).Order()];
        var test = string.Create(CultureInfo.InvariantCulture, $"Mann-Kendall p = {Math.Max(line.Error, 0.0001):0.####}");
        var says = YearMonth.Of(Later(last, FurthestSpans * months[^1] * YearMonth.Days));
        return new DemandGrowth
        {
            From = last,
            Level = new Interval(level, level * Math.Exp(Math.Min(0, residuals[0])), level * Math.Exp(Math.Max(0, residuals[^1]))),
            PerMonth = new Interval(Monthly(slope.Estimate), Monthly(slope.Low), Monthly(slope.High)),
            Centre = peaks[0].Day.AddDays((int)Math.Round(line.MedianX * YearMonth.Days)),
            History = peaks,
            Says = says,
            Assumptions =
            [
                hasTrend
                    ? $"growth fitted to {Span(peaks, isWeekly)}: Theil and Sen's line through the logarithms ({test})"
                    : $"no trend in {Span(peaks, isWeekly)} ({test}): demand stays at its median, and its growth is not known better than {Units.Percent(Monthly(slope.Low))} to {Units.Percent(Monthly(slope.High))} a month",
                string.Create(CultureInfo.InvariantCulture, $"a single peak lies between {Units.Percent(Math.Exp(Math.Min(0, residuals[0])))} and {Units.Percent(Math.Exp(Math.Max(0, residuals[^1])))} of the line, as all of the history did"),
                string.Create(CultureInfo.InvariantCulture, $"a history of {months[^1]:0.#} months says little beyond {says}"),
                .. Gap(peaks),
            ],
        };
    }

    /// <summary>The last day that there is at the latest.</summary>
    private static DateOnly Later(DateOnly day, double days) => day.AddDays((int)Math.Min(days, DateOnly.MaxValue.DayNumber - day.DayNumber));

    /// <summary>Times whose demand is not known, where they are much longer than between the other peaks.</summary>
    private static IEnumerable<string> Gap(IReadOnlyList<DemandPoint> peaks)
    {
        var gaps = peaks.Zip(peaks.Skip(1), (one, next) => (From: one.Day, To: next.Day, Days: (double)(next.Day.DayNumber - one.Day.DayNumber))).ToList();
        var usual = HodgesLehmann.Median([.. gaps.Select(gap => gap.Days).Order()]);
        var longest = gaps.MaxBy(gap => gap.Days);
        return longest.Days <= WideGap * usual ? [] : [string.Create(CultureInfo.InvariantCulture,
            $"the history has no peak between {longest.From:yyyy-MM-dd} and {longest.To:yyyy-MM-dd}, {longest.Days:0} days where {usual:0} are usual: the line goes through as if demand had grown evenly there")];
    }

    private static double Monthly(double slope) => Math.Exp(slope) - 1;

    private static string Span(IReadOnlyList<DemandPoint> peaks, bool isWeekly) => string.Create(CultureInfo.InvariantCulture,
        $"{peaks.Count} {(isWeekly ? "weekly peaks" : "peaks")} from {peaks[0].Day:yyyy-MM-dd} to {peaks[^1].Day:yyyy-MM-dd}");

    /// <summary>The highest day of each seven, counted back from the newest; a rest that is no full week is left out.</summary>
    private static (IReadOnlyList<DemandPoint> Peaks, bool IsWeekly) ByWeek(IReadOnlyList<DemandPoint> history)
    {
        var gaps = history.Zip(history.Skip(1), (one, next) => (double)next.Day.DayNumber - one.Day.DayNumber).Order().ToArray();
        if (gaps.Length == 0 || HodgesLehmann.Median(gaps) >= DaysOfWeek)
        {
            return (history, false);
        }

        var newest = history[^1].Day.DayNumber;
        var weeks = history.GroupBy(point => (newest - point.Day.DayNumber) / (int)DaysOfWeek).OrderByDescending(week => week.Key).ToList();
        var full = (newest - history[0].Day.DayNumber + 1) / (int)DaysOfWeek;
        return ([.. weeks.Where(week => week.Key < full).Select(week => new DemandPoint(week.Max(point => point.Day), week.Max(point => point.Peak)))], true);
    }
}
