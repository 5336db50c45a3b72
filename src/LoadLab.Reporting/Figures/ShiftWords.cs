using System.Globalization;
using LoadLab.Core.Comparison;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;

namespace LoadLab.Reporting.Figures;

/// <summary>Shifts and verdicts of a comparison in words. ASCII only.</summary>
public static class ShiftWords
{
    /// <summary><c>regressed</c>, <c>equivalent</c> …</summary>
    public static string Verdict(ShiftVerdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>The name of a figure: <c>P95</c>, <c>throughput</c>, <c>errors</c>.</summary>
    public static string Kind(FigureKind kind) => kind switch
    {
        FigureKind.Throughput => "throughput",
        FigureKind.ErrorRatio => "errors",
        _ => kind.ToString(),
    };

    /// <summary>A value in its unit; <c>-</c> for none.</summary>
    public static string Value(double value, FigureKind kind) => double.IsFinite(value) ? Units.Value(value, kind.Unit()) : "-";

    /// <summary><c>+20.3 %</c>, <c>-0.12 pp</c>; <c>?</c> where there is no bound.</summary>
    public static string Shift(double shift, FigureKind kind)
    {
        if (!double.IsFinite(shift) || shift <= -1)
        {
            return "?";
        }

        var percent = shift * 100;
        var text = percent.ToString(Math.Abs(percent) switch { >= 100 => "+#,0;-#,0", >= 10 => "+0.#;-0.#", _ => "+0.##;-0.##;0" }, CultureInfo.InvariantCulture);
        return text + (kind.IsRelative() ? " %" : " pp");
    }

    /// <summary><c>+15.1 to +25.2 %</c>.</summary>
    public static string Range(Interval shift, FigureKind kind)
    {
        var (low, high) = (Shift(shift.Low, kind), Shift(shift.High, kind));
        return low == "?" && high == "?" ? "no interval" : $"{low} to {high}";
    }

    /// <summary>A figure in one sentence: <c>40 ms before, 48 ms now, +20 % (95 % interval +15 % to +25 %), margin 5 %. …</c></summary>
    public static string Sentence(ComparedFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return $"{Value(figure.Before, figure.Kind)} before, {Value(figure.After, figure.Kind)} now, {Shift(figure.Shift.Estimate, figure.Kind)} "
            + $"(95 % interval {Range(figure.Shift, figure.Kind)}), margin {Shift(figure.Margin, figure.Kind).TrimStart('+')}. {figure.Reason}";
    }
}
