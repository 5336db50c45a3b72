using System.Globalization;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation.Slos;

/// <summary>
/// A percentile of the query times where nobody counts them in buckets: pg_stat_statements has mean μ and standard deviation σ only, and by
/// <see cref="Cantelli"/> the percentile is at most so far from them, whatever the distribution. That can prove a PASS, never a FAIL.
/// </summary>
internal static class StatementTimeJudge
{
    public static Judgement Judge(RunView view, ResponseTimeSlo slo, PhaseResult phase)
    {
        if (view.Probe(MeasureNames.DbStatements) is not { Points.Count: > 0 } calls || view.Probe(MeasureNames.DbStatementTime) is not { } time || view.Probe(MeasureNames.DbStatementTimeSquared) is not { } squares)
        {
            return Judgement.NotMeasured($"No probe measured {slo.Measure}: the API exports no histogram of it, and Postgres has no pg_stat_statements.");
        }

        var rises = new[] { calls, time, squares }.Select(series => Rise(series, phase)).ToList();
        if (rises.Any(rise => rise is null))
        {
            return new Judgement(Verdict.Inconclusive, $"pg_stat_statements was reset, or has fewer than two samples, in phase '{phase.Name}'.");
        }

        var (count, sum, sumOfSquares) = (rises[0]!.Value, rises[1]!.Value, rises[2]!.Value);
        if (count < 1)
        {
            return Judgement.NotMeasured($"No query ran in the measured time of phase '{phase.Name}'.");
        }

        var mean = sum / count;
        var deviation = Math.Sqrt(Math.Max(0, (sumOfSquares / count) - (mean * mean)));
        var factor = Cantelli.Factor(slo.Percentile);
        var bound = mean + (factor * deviation);
        var verdict = slo.Objective.WantsLess && slo.Objective.IsMetBy(bound) ? Verdict.Pass : Verdict.Inconclusive;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"P{slo.Percentile} of {Figures.Count((long)count)} queries in Postgres at most {Figures.Text(bound, "ms")} (mean {Figures.Text(mean, "ms")} + {factor:0.00} · deviation {Figures.Text(deviation, "ms")}, Cantelli's inequality), against {slo.Objective.Sign} {slo.Objective.Text}, in phase '{phase.Name}'");
        return new Judgement(verdict, text + (verdict == Verdict.Pass ? "." : ": the bound proves nothing about a time above it. A histogram of the API's query times would decide."))
        {
            Interval = new Interval(bound, double.NegativeInfinity, bound),
            Samples = (long)count,
        };
    }

    /// <summary>Rise of a running total over the measured time; null with fewer than two samples, or when it fell.</summary>
    private static double? Rise(ProbeSeries series, PhaseResult phase) =>
        RunningTotal.Of(series.Between(phase.MeasureStartSecond, phase.MeasureEndSecond)) is { Restarts: 0, Rise: var rise } ? rise : null;
}
