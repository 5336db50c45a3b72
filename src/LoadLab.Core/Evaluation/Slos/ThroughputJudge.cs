using System.Diagnostics;
using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Text;
using LoadLab.Core.Yaml;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// Throughput of transfers that all have one size: bytes over the service time of each, MB = 10⁶ bytes. A slow transfer is one with a low throughput,
/// so "P5 above 5 MB/s", which asks it of 95 in 100, is exactly "P95 of the service time below size / 5 MB/s", and is judged as that. The size is the
/// suite's setting: <c>upload.throughput</c> belongs to <c>upload.bytes</c>. A transfer that timed out counts as one of that duration.
/// </summary>
internal static class ThroughputJudge
{
    private const string Suffix = ".throughput";

    public static Judgement Judge(RunView view, ThroughputSlo slo, ServiceMap service, PhaseResult phase)
    {
        if (!slo.Measure.EndsWith(Suffix, StringComparison.Ordinal) || slo.Objective.Unit != "bytes/s")
        {
            return Judgement.NotMeasured($"Nothing in the run measures {slo.Measure} in {slo.Objective.Unit}. A measure such as upload{Suffix} in MB/s is the size of the setting upload.bytes over the time of each.");
        }

        var setting = slo.Measure[..^Suffix.Length] + ".bytes";
        if (Size(view.Record.Plan.Settings, setting) is not { } bytes)
        {
            return Judgement.NotMeasured($"The suite does not say how large a transfer is: give it settings: {{{setting}: 10000000}}.");
        }

        var times = ResponseTimeJudge.Judge(view, AsTime(slo, bytes), service, phase);
        return times.Interval is not { } ms ? times : times with
        {
            Interval = new Interval(PerSecond(ms.Estimate), PerSecond(ms.High), PerSecond(ms.Low)),
            Reason = string.Create(
                CultureInfo.InvariantCulture,
                $"P{slo.Percentile} {Figures.Text(PerSecond(ms.Estimate), "bytes/s")}, which is {Figures.Text(bytes, "bytes")} over the P{100 - slo.Percentile} of the service time, against {slo.Objective.Sign} {slo.Objective.Text}. Of that time: {times.Reason}"),
        };

        double PerSecond(double milliseconds) => milliseconds > 0 ? bytes / milliseconds * 1000 : double.PositiveInfinity;
    }

    /// <summary>Size of a transfer; null when the row is not about transfers of one size, or the suite does not say it.</summary>
    public static double? BytesOf(RunView view, ThroughputSlo slo) => slo.Measure.EndsWith(Suffix, StringComparison.Ordinal) && slo.Objective.Unit == "bytes/s"
        ? Size(view.Record.Plan.Settings, slo.Measure[..^Suffix.Length] + ".bytes")
        : null;

    /// <summary>The same question about the time of a transfer.</summary>
    public static ResponseTimeSlo AsTime(ThroughputSlo slo, double bytes)
    {
        var limitMs = bytes / slo.Objective.Limit * 1000;
        var comparison = slo.Objective.Comparison switch
        {
            ComparisonOperator.GreaterThan => ComparisonOperator.LessThan,
            ComparisonOperator.GreaterThanOrEqual => ComparisonOperator.LessThanOrEqual,
            ComparisonOperator.LessThan => ComparisonOperator.GreaterThan,
            ComparisonOperator.LessThanOrEqual => ComparisonOperator.GreaterThanOrEqual,
            _ => throw new UnreachableException($"An objective is not compared by '{slo.Objective.Comparison.Word()}'."),
        };
        return new ResponseTimeSlo
        {
            Id = slo.Id,
            Title = slo.Title,
            Tier = slo.Tier,
            Source = slo.Source,
            Service = slo.Service,
            Measure = MeasureNames.HttpServiceTime,
            Percentile = 100 - slo.Percentile,
            Objective = new Objective(comparison, limitMs, "ms", Figures.Text(limitMs, "ms")),
        };
    }

    private static double? Size(IReadOnlyDictionary<string, string> settings, string name) => !settings.TryGetValue(name, out var text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes
        : SizeValue.TryParse(text, out var size) && size > 0 ? size
        : null;
}
