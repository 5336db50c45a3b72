using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Alerts;
using LoadLab.Core.Evaluation.Attribution;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Evaluation.Faults;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Evaluation.ValidityChecks;
using LoadLab.Core.Evaluation.Windows;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Evaluation;

/// <summary>
/// Judges a run by a catalogue. Pure: the same record and catalogue give the same evaluation, years later too. Each SLO is judged
/// in each phase and takes the worst. A run that is not valid passes nothing: its PASS verdicts become INCONCLUSIVE, while a FAIL stays.
/// </summary>
public static class Evaluator
{
    /// <summary>Judges <paramref name="record"/>.</summary>
    /// <param name="record">What was measured.</param>
    /// <param name="catalogue">The SLOs.</param>
    /// <param name="regression">What a comparison with a baseline said, for a rule that asks for it.</param>
    /// <exception cref="LoadLabException">The plan names SLOs that the catalogue does not have (104).</exception>
    public static RunEvaluation Evaluate(RunRecord record, SloCatalogue catalogue, RegressionEvidence? regression = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(catalogue);
        var slos = catalogue.Select(record.Plan.Slos);
        var view = new RunView(record);
        var judge = new SloJudge(view, catalogue);
        var faults = FaultAnalysis.Of(record);
        var validity = ValidityCheck.Run(record, slos, faults);
        var verdicts = slos.Select(slo => Describe(VerdictRule.Of(slo, judge.Judge(slo), record, validity), slo, view, catalogue))
            .Concat(ThresholdJudge.Judge(view, validity))
            .Concat(ScriptThresholdJudge.Judge(record, validity))
            .Concat(FaultJudge.Judge(record, faults, validity))
            .ToList();
        var judged = new RunEvaluation(validity, verdicts, Decision.NoGo, [], ExitCode.Inconclusive) { Regression = regression, Warnings = DecisionRule.Warnings(verdicts, catalogue) };
        var decided = DecisionRule.Decide(record, judged);
        return decided with
        {
            Faults = faults,
            Attribution = Attribution(record, verdicts, validity, faults),
            Alerts = AlertReplay.Of(view, catalogue, validity, faults),
            Burns = SustainedBurns.Of(verdicts, validity, catalogue),
        };
    }

    /// <summary>What broke first. Beside a run of another driver LoadLab watched nothing, so that it cannot say that nothing was saturated.</summary>
    private static BottleneckAttribution? Attribution(RunRecord record, IReadOnlyList<SloVerdict> verdicts, Validity validity, IReadOnlyList<FaultOutcome> faults) =>
        BottleneckFinder.Find(record, verdicts, validity, faults) is { } found && (record.Driver is null || found.Causes.Count > 0) ? found : null;

    /// <summary>Adds what the verdict is of, so that a chart can draw the limit over the right lines.</summary>
    private static SloVerdict Describe(SloVerdict verdict, Slo slo, RunView view, SloCatalogue catalogue) => verdict with
    {
        Measure = slo.JudgedMeasure,
        Percentile = slo.LimitedPercentile,
        Series = slo.ServiceName is { } service && (slo.LimitedPercentile is not null || slo is { IsOfRequests: true, JudgedMeasure.Length: > 0 }) ? SeriesOf(view, catalogue.Services[service]) : [],
    };

    private static IReadOnlyList<string> SeriesOf(RunView view, ServiceMap service) =>
    [
        .. view.Phases.SelectMany(phase => view.SlicesOf(phase.Name, service)).Select(slice => $"{slice.Key.Scenario}/{slice.Key.Step}")
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Judges one SLO after the other, and those that a capacity row links to.</summary>
    private sealed class SloJudge(RunView view, SloCatalogue catalogue)
    {
        private readonly Dictionary<(string Id, string Phase), Judgement> _known = [];

        public Judgement Judge(Slo slo)
        {
            if (slo.NotMeasured.Length > 0)
            {
                return Judgement.NotMeasured(slo.NotMeasured);
            }

            if (slo is CapacitySlo capacity)
            {
                return CapacityJudge.Judge(view, capacity, (id, phase) => InPhase(catalogue.Slos.First(linked => linked.Id == id), phase));
            }

            if (view.Record.Driver is { HasDistribution: false } driver)
            {
                return ForeignTimes.NotOfSummary(driver);
            }

            var phases = view.Phases.Where(phase => slo is not SaturationSlo { Phase: { } only } || only == phase.Name).ToList();
            return phases.Count == 0
                ? Judgement.NotMeasured("No phase ran that it could be measured in.")
                : Judgement.Worst([.. phases.Select(phase => InPhase(slo, phase))], slo.Objective);
        }

        private Judgement InPhase(Slo slo, PhaseResult phase)
        {
            if (!_known.TryGetValue((slo.Id, phase.Name), out var judgement))
            {
                judgement = JudgeInPhase(slo, phase);
                judgement = judgement.Verdict == Verdict.NotMeasured ? judgement : judgement with { Phase = phase.Name };
                _known[(slo.Id, phase.Name)] = judgement;
            }

            return judgement;
        }

        private Judgement JudgeInPhase(Slo slo, PhaseResult phase) => slo switch
        {
            { NotMeasured.Length: > 0 } => Judgement.NotMeasured(slo.NotMeasured),
            ResponseTimeSlo { Measure: MeasureNames.HttpResponseTime } row when view.Record.HasServiceTimeOnly => row.AcceptsServiceTime
                ? ForeignTimes.Explain(JudgeInPhase(row with { Measure = MeasureNames.HttpServiceTime }, phase), view.Record)
                : ForeignTimes.NoResponseTime(view.Record),
            { Windowing: { } windowing } => WindowedJudge.Judge(view, slo, windowing, catalogue.Services, phase),
            _ => slo.Accept(new PhaseJudge(view, catalogue.Services, phase)),
        };
    }
}
