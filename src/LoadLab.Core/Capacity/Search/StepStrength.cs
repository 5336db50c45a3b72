using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Capacity.Search;

/// <summary>By how many standard errors a row lies past its limit. Pure.</summary>
public static class StepStrength
{
    /// <summary>The standard errors in one half of a 95 % interval.</summary>
    private const double Half = 1.959964;

    /// <summary>Strengths beyond it are not told apart.</summary>
    private const double Most = 9;

    /// <summary>The strength of a row: above 0 past its limit, below 0 inside it; null where its interval is a point or has no end on the side of the limit, and for a limit on equality.</summary>
    public static (double Strength, double? Error)? Of(SloVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.Measured is { } measured && verdict.Comparison.WantsLess() is { } wantsLess
            ? Of(new Interval(measured, verdict.Low ?? double.NegativeInfinity, verdict.High ?? double.PositiveInfinity), verdict.Limit, wantsLess, verdict.Unit == "ms")
            : null;
    }

    /// <summary>The same of an interval.</summary>
    /// <param name="interval">What was measured.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="wantsLess">True when the row wants less than the limit.</param>
    /// <param name="isTime">True for a time: its error is a share of it, so it is judged in logarithms.</param>
    /// <returns>The strength, and the error in logarithms of a time.</returns>
    public static (double Strength, double? Error)? Of(Interval interval, double limit, bool wantsLess, bool isTime)
    {
        var isAbove = interval.Estimate > limit;
        var end = isAbove ? interval.Low : interval.High;
        if (!double.IsFinite(end) || end == interval.Estimate)
        {
            return null;
        }

        var inLogs = isTime && interval.Estimate > 0 && limit > 0 && end > 0;
        var distance = inLogs ? Math.Log(interval.Estimate / limit) : interval.Estimate - limit;
        var error = Math.Abs(inLogs ? Math.Log(interval.Estimate / end) : interval.Estimate - end) / Half;
        return (Math.Clamp((wantsLess ? 1 : -1) * distance / error, -Most, Most), inLogs ? error : null);
    }
}
