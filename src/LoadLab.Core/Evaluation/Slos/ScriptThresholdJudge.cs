using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>Judges the thresholds of a k6 script, as required rows of tier <c>slo</c> and source <c>script</c>. What has no samples never passes.</summary>
internal static class ScriptThresholdJudge
{
    /// <summary>The source of such a verdict.</summary>
    public const string Source = "script";

    public static IEnumerable<SloVerdict> Judge(RunRecord record, Validity validity) =>
        (record.Plan.Script?.Thresholds ?? []).Select(threshold => Judge(record, threshold, validity));

    private static SloVerdict Judge(RunRecord record, ScriptThreshold threshold, Validity validity)
    {
        var metric = record.Script?.Metrics.FirstOrDefault(metric => metric.Name == threshold.Metric);
        double? measured = metric is { Samples: > 0 or null } or { Type: "counter" } && metric.Values.TryGetValue(threshold.Statistic, out var value) ? value : null;
        var judgement = threshold.WasKept is { } kept && metric?.Samples != 0
            ? MayBeEmpty(metric)
                ? new Judgement(Verdict.Inconclusive, $"k6 said that it was {(kept ? "kept" : "crossed")}; but each value of {threshold.Metric} is 0, and the summary does not say how many samples there were: k6 gives 0 for none.")
                : new Judgement(kept ? Verdict.Pass : Verdict.Fail, Told(threshold, kept, measured))
            : measured is { } known
            ? new Judgement(
                threshold.Holds(known) ? Verdict.Pass : Verdict.Fail,
                FormattableString.Invariant($"{threshold.Statistic} of {threshold.Metric} is {known:0.####}; the script allows {threshold.Operator} {threshold.Limit}."))
            : Judgement.NotMeasured($"The metric {threshold.Metric} got no value.");
        var (verdict, reason, phase) = VerdictRule.Decide(threshold.Id, judgement, record, validity);
        return new SloVerdict
        {
            Id = threshold.Id,
            Title = $"{threshold.Metric}: {threshold.Expression}",
            Source = Source,
            Tier = SloTier.Slo,
            Verdict = verdict,
            Measured = measured,
            Limit = threshold.Limit,
            Comparison = threshold.Comparison,
            Unit = UnitOf(threshold, metric),
            Samples = metric?.Samples ?? 0,
            Phase = phase,
            Reason = reason,
            Required = true,
        };
    }

    private static bool MayBeEmpty(ScriptMetric? metric) => metric is { Type: "trend", Samples: null } && metric.Values.Values.All(value => value == 0);

    private static string Told(ScriptThreshold threshold, bool kept, double? measured) =>
        $"k6 said that it was {(kept ? "kept" : "crossed")}"
            + (measured is { } value ? FormattableString.Invariant($"; {threshold.Statistic} of {threshold.Metric} is {value:0.####}, and the script allows {threshold.Operator} {threshold.Limit}.") : "; its results do not have the value.");

    private static string UnitOf(ScriptThreshold threshold, ScriptMetric? metric) => metric switch
    {
        _ when threshold.Statistic == "count" => "count",
        { Type: "rate" } => "ratio",
        { Type: "counter" } => "1/s",
        { Contains: "time" } => "ms",
        { Contains: "data" } => "bytes",
        _ => "value",
    };
}
