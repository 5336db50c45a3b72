using System.Globalization;
using LoadLab.Core.Comparison;
using LoadLab.Core.Measurement;
using LoadLab.Core.Noise;
using LoadLab.Core.Runs;
using LoadLab.Core.Statistics;

namespace LoadLab.Core.Gate;

/// <summary>
/// Says before a gate which changes it will see, from what the baseline's runs vary by within themselves (block bootstrap) and from run to run (their spread, or
/// the calibration of the machine where that rests on more runs). Pure.
/// </summary>
public static class ChangeForecaster
{
    private static readonly FigureKind[] s_kinds = [FigureKind.P50, FigureKind.P95, FigureKind.P99];

    /// <summary>The forecast.</summary>
    /// <param name="name">The baseline, in the words of the command line.</param>
    /// <param name="baseline">Its runs.</param>
    /// <param name="plan">What is about to run.</param>
    /// <param name="margin">Smallest shift that matters; null for the default.</param>
    /// <param name="calibrations">As for <see cref="Comparer.Compare"/>.</param>
    /// <exception cref="LoadLabException">The baseline's runs cannot be compared (104).</exception>
    public static ChangeForecast Of(string name, IReadOnlyList<ComparedRun> baseline, RunPlan plan, ComparisonMargin? margin = null, IReadOnlyList<NoiseCalibration>? calibrations = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(plan);
        var faults = baseline.SelectMany(ComparisonChecks.Faults).Concat(ComparisonChecks.LoadFaults([.. baseline.Select(run => run.Record)])).ToList();
        if (faults.Count > 0)
        {
            throw new LoadLabException(ExitCode.BadConfiguration, [.. faults.Select(fault => $"Baseline '{name}' cannot be used. {fault}")], "Nothing was started.");
        }

        margin ??= ComparisonMargin.Default;
        var byServiceTime = baseline.Any(run => run.Record.HasServiceTimeOnly);
        var runs = baseline.Select(run => RunSeries.Of(run.Record, byServiceTime)).ToList();
        var match = NoiseMatch.Of(calibrations ?? [], runs[0].Record, runs[0].Record);
        var calibration = match.Calibration?.Runs.Count > runs.Count ? match.Calibration : null;
        var figures = plan.Phases
            .Select(phase => (Plan: phase, Key: new StepKey(phase.Name, PhaseSummary.AllScenarios, SeriesKey.WholeIteration)))
            .Where(phase => phase.Plan.MeasuredDuration > TimeSpan.Zero && runs.TrueForAll(run => run.Steps.ContainsKey(phase.Key)))
            .SelectMany(phase => s_kinds.Select(kind => Of(phase.Key, kind, phase.Plan.MeasuredDuration, [.. runs.Select(run => run.Steps[phase.Key])], margin, calibration)))
            .OfType<FigureForecast>();
        return new ChangeForecast(name, [.. runs.Select(run => run.Record.RunId)], margin, [.. figures], [.. Notes(runs, plan, calibration)]);
    }

    private static FigureForecast? Of(StepKey key, FigureKind kind, TimeSpan planned, List<StepSeries> runs, ComparisonMargin margin, NoiseCalibration? calibration)
    {
        var within = RunSpread.Within(key, kind, runs.Count > 1 ? runs : [runs[0], runs[0]]);
        var value = HodgesLehmann.Median([.. runs.Select(run => run.Value(kind)).Order()]);
        if (!double.IsFinite(within) || !double.IsFinite(value))
        {
            return null;
        }

        var noise = calibration?.Figures.FirstOrDefault(figure => (figure.Phase, figure.Scenario, figure.Step, figure.Figure) == (key.Phase, key.Scenario, key.Step, kind.Word()))
            ?? (runs.Count > 1 ? RunSpread.Figure(key, kind, runs) : null);
        var shift = new DetectableShift(noise is null ? 0 : noise.RunSpread * noise.RunSpread, within, runs.Average(run => run.Seconds), noise?.Runs ?? 1);
        var part = margin.Of(kind, value);
        var (delta, n) = (Math.Log(1 + part), runs.Count);
        var fewest = SampleSize.ForPercentile(kind.Percentile()!.Value) / (runs.Average(run => run.Whole.TotalCount) / shift.Seconds);
        return new FigureForecast(
            key.Phase, kind, value, part, planned,
            Math.Exp(shift.Smallest(delta, planned.TotalSeconds, n, 1)) - 1,
            Math.Exp(shift.Smallest(delta, double.PositiveInfinity, n, 1)) - 1,
            [
                .. ChangeForecast.Asked.Select(change =>
                {
                    var wanted = Math.Log(1 + change);
                    var seconds = shift.SecondsFor(wanted, delta, n, 1);
                    return new ChangeNeed(
                        change,
                        change <= part,
                        seconds is { } length ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(Math.Max(length, fewest), BlockBootstrap.FewestSeconds))) : null,
                        seconds is null ? shift.RunsFor(wanted, delta, planned.TotalSeconds) : null);
                }),
            ]);
    }

    private static IEnumerable<string> Notes(List<RunSeries> runs, RunPlan plan, NoiseCalibration? calibration)
    {
        yield return calibration is not null
            ? string.Create(CultureInfo.InvariantCulture, $"What varies from run to run is from the noise calibration of {calibration.CalibratedAt.UtcDateTime:yyyy-MM-dd}, {calibration.Runs.Count} runs.")
            : runs.Count > 1 ? $"What varies from run to run is from the {runs.Count} runs of the baseline{(runs.Count < NoiseCalibration.FewestRuns ? $", which is little: {NoiseCalibration.FewestRuns} or more are better" : "")}."
            : $"Nothing is known of what varies from run to run, so that these are the least: a baseline of several runs tells (loadlab baseline set RUN RUN …), or loadlab noise {plan.Suite}.";
        yield return "For one figure alone; many figures are judged at once, and a change of only one of them has to be somewhat larger.";
        var differences = PlanDifference.Of(runs[0].Record.Plan, plan);
        if (differences.Count > 0)
        {
            yield return $"A gate of this plan would refuse the baseline, which put another load on the target: {string.Join("; ", differences)}. Make the baseline's runs anew with this load.";
        }
    }
}
