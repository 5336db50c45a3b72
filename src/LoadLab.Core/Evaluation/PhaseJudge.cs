using System.Diagnostics;
using LoadLab.Core.Catalogue;
using LoadLab.Core.Evaluation.Judging;
using LoadLab.Core.Evaluation.Slos;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;

namespace LoadLab.Core.Evaluation;

/// <summary>Judges an SLO over the whole of one phase: finds the judge of its kind.</summary>
internal sealed class PhaseJudge(RunView view, IReadOnlyDictionary<string, ServiceMap> services, PhaseResult phase) : ISloVisitor<Judgement>
{
    public Judgement Visit(ResponseTimeSlo slo) => ResponseTimeJudge.Judge(view, slo, services[slo.Service], phase);

    public Judgement Visit(ErrorRatioSlo slo) => slo.IsOfRequests
        ? RatioJudge.JudgeErrors(view, slo, services[slo.Service], phase)
        : RatioJudge.JudgeTotals(view, slo, slo.Bad, slo.Total, phase);

    public Judgement Visit(AvailabilitySlo slo) => slo.Jobs is { } jobs ? JobFlowJudge.Judge(view, slo, jobs, phase)
        : slo.Measure.Length > 0 ? UptimeJudge.Judge(view, slo, phase)
        : RatioJudge.JudgeAvailability(view, slo, services[slo.Service], phase);

    public Judgement Visit(SuccessRatioSlo slo) => RatioJudge.JudgeTotals(view, slo, slo.Good, slo.Total, phase);

    public Judgement Visit(SaturationSlo slo) => SaturationJudge.Judge(view, slo, phase);

    public Judgement Visit(ThroughputSlo slo) => ThroughputJudge.Judge(view, slo, services[slo.Service], phase);

    public Judgement Visit(CapacitySlo slo) => throw new UnreachableException($"{slo.Id} is judged over the phases that offer its load.");
}
