using LoadLab.Core.Comparison;
using LoadLab.Core.Evaluation.Decisions;
using LoadLab.Core.Runs;
using LoadLab.Core.Verdicts;

namespace LoadLab.Core.Gate;

/// <summary>A run that was judged by its SLOs and held against a baseline. A pure function of its parts: the same parts give the same decision.</summary>
/// <param name="Record">What was measured.</param>
/// <param name="Evaluation">What the SLOs say.</param>
/// <param name="Baseline">What it is held against, in the words of the command line.</param>
/// <param name="Comparison">Against the baseline; null when that could not be done.</param>
/// <param name="NotCompared">Every reason why there is no comparison; empty when there is one.</param>
public sealed record GateResult(
    RunRecord Record, RunEvaluation Evaluation, string Baseline, RunComparison? Comparison, IReadOnlyList<string> NotCompared)
{
    /// <summary>Compares a run with its baseline. A run that cannot be compared is a result too, and never a pass.</summary>
    /// <param name="record">The run.</param>
    /// <param name="evaluation">Its judgement.</param>
    /// <param name="name">The baseline, in the words of the command line.</param>
    /// <param name="baseline">The runs of the baseline.</param>
    /// <param name="margin">Smallest shift that matters.</param>
    /// <param name="calibrations">As for <see cref="Comparer.Compare"/>.</param>
    public static GateResult Of(
        RunRecord record, RunEvaluation evaluation, string name, IReadOnlyList<ComparedRun> baseline, ComparisonMargin? margin = null, IReadOnlyList<NoiseCalibration>? calibrations = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(evaluation);
        try
        {
            return new GateResult(record, evaluation, name, Comparer.Compare(baseline, [new ComparedRun(record, evaluation.Validity.Status)], margin, calibrations), []);
        }
        catch (LoadLabException refusal)
        {
            return new GateResult(record, evaluation, name, null, refusal.Faults);
        }
    }

    /// <summary>The same, with the run decided by what the comparison says, for a rule that asks that nothing has become worse.</summary>
    public GateResult WithRegression() => this with { Evaluation = DecisionRule.Decide(Record, Evaluation with { Regression = Evidence }) };

    /// <summary>What the comparison says on the condition that nothing has become worse.</summary>
    public RegressionEvidence Evidence => BaselineEvidence.Of(this);

    /// <summary>The verdicts that the decision depends on.</summary>
    public IReadOnlyList<SloVerdict> Required => [.. Evaluation.Verdicts.Where(verdict => verdict.Required)];

    /// <summary>May it launch?</summary>
    public Decision Decision => DecisionRule.OfGate(Record, Evaluation, Evidence).Decision;

    /// <summary>What the process ends with: the first of interrupted (105), invalid (97), an SLO failed (99), regressed (98), not decided (96), 0.</summary>
    public ExitCode ExitCode => DecisionRule.OfGate(Record, Evaluation, Evidence).ExitCode;

    /// <summary>The baseline in words that mean the same runs tomorrow, as <c>latest</c> does not: their names, or what was asked for where they are not known.</summary>
    public string BaselineRuns => Comparison is { } comparison ? string.Join(",", comparison.Before) : Baseline;

    /// <summary>True when nothing speaks against it.</summary>
    public bool IsGo => ExitCode == ExitCode.Ok;

    /// <summary>The reason in one sentence.</summary>
    public string Reason => GateReason.Of(this);

    /// <summary><c>GO: …</c>, <c>GO WITH APPROVAL: …</c> or <c>NO-GO (exit code 98): …</c>.</summary>
    public string Line => IsGo ? $"{(Decision == Decision.GoWithApproval ? "GO WITH APPROVAL" : "GO")}: {Reason}" : $"NO-GO (exit code {(int)ExitCode}): {Reason}";
}
